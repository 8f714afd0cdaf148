//! What an examination found, shown: the place, what is the matter, and what to do about it.

use super::{Page, Record, Report, Value, counted, safe_line};
use crate::actions::doctor::{Diagnosed, Diagnosis, State};
use crate::model::Unportable;
use crate::store::{Damage, Finding, FindingKind, LeftBehind, Mending, Severity};

impl Report for Diagnosis {
    fn value(&self) -> Value {
        self.findings
            .iter()
            .map(|one| {
                let finding = &one.finding;
                let reason = match &one.state {
                    State::NotMended { reason } => Some(reason.as_str()),
                    _ => None,
                };
                Record::new()
                    .with("severity", severity(finding))
                    .with("kind", finding.code())
                    .with("place", finding.place.display().to_string())
                    .with("offset", finding.offset)
                    .with("finding", finding.kind.to_string())
                    .with("what_to_do", advice(finding))
                    .with("mending", finding.mending().map(mending_text))
                    .with("state", state(&one.state))
                    .with("failure", reason)
            })
            .collect::<Vec<_>>()
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let location = self.location.to_string();
        let location = safe_line(&location, page);
        if self.findings.is_empty() {
            return format!("nothing is wrong with {location}\n");
        }
        let mut text: String = self.findings.iter().map(|one| lines(one, page)).collect();
        text.push_str(&format!("{location}: {}\n", self.summary()));
        text
    }
}

impl Diagnosis {
    fn summary(&self) -> String {
        let damage = counted(
            self.count(Severity::Damage),
            "damaged place",
            "damaged places",
        );
        let warnings = counted(self.count(Severity::Warning), "warning", "warnings");
        let mended = self
            .findings
            .iter()
            .filter(|one| one.state == State::Mended);
        let mended = match mended.count() {
            0 => String::new(),
            number => format!(", {number} mended"),
        };
        format!("{damage}, {warnings}{mended}")
    }
}

/// Writes a finding: its place on one line, what is the matter on the next, and what to do on the last.
fn lines(one: &Diagnosed, page: &Page) -> String {
    let finding = &one.finding;
    let word = match (&one.state, finding.severity()) {
        (State::Mended, _) => page.faint("mended"),
        (_, Severity::Damage) => page.error("damage"),
        (_, Severity::Warning) => page.warning("warning"),
        (_, Severity::Note) => page.faint("note"),
    };
    let place = finding.place.display().to_string();
    let offset = finding
        .offset
        .map(|offset| format!(", byte {offset}"))
        .unwrap_or_default();
    let what = finding.kind.to_string();
    let mut text = format!(
        "{word}: {}{offset}\n  {}\n",
        safe_line(&place, page),
        safe_line(&what, page)
    );
    match &one.state {
        State::Mended => {}
        State::Found => text.push_str(&format!("  {}\n", page.faint(&advice(finding)))),
        State::NotMended { reason } => {
            text.push_str(&format!("  not mended: {}\n", safe_line(reason, page)));
        }
    }
    text
}

fn severity(finding: &Finding) -> &'static str {
    match finding.severity() {
        Severity::Damage => "damage",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn state(state: &State) -> &'static str {
    match state {
        State::Found => "found",
        State::Mended => "mended",
        State::NotMended { .. } => "not_mended",
    }
}

/// Says what mending does, for the list of what is about to be done.
pub fn mending_text(mending: Mending) -> String {
    match mending {
        Mending::Remove => "remove it".to_owned(),
        Mending::Narrow { mode } => format!("close it to others: mode {mode:04o}"),
        Mending::MakeFolder => "make the folder".to_owned(),
        Mending::Finish => "finish or undo the change".to_owned(),
        Mending::Rebuild => "make it again from the documents".to_owned(),
        Mending::AddRows => "add the rows, empty".to_owned(),
        Mending::PutBack => "put the turn back, behind what is there now".to_owned(),
    }
}

/// Says what to do about a finding.
fn advice(finding: &Finding) -> String {
    if finding.mending().is_some() {
        let why = match finding.kind {
            FindingKind::LeftBehind {
                what: LeftBehind::PartialBackup,
            } => " (the next backup does, too)",
            FindingKind::LeftBehind {
                what: LeftBehind::Reservation,
            } => " (the next prompt of that user does, too)",
            FindingKind::SearchIndexDamaged { .. } => {
                " (in PostgreSQL, run by the owner of the tables)"
            }
            FindingKind::LeftBehind { .. } => {
                " (the next command that changes the store does, too)"
            }
            _ => "",
        };
        return format!("`chatkeep doctor --fix` mends it{why}");
    }
    let text = match &finding.kind {
        FindingKind::Damaged { cause } => for_damage(cause),
        FindingKind::DamagedPart { .. } => {
            "correct it by hand, or restore the file from a backup: commands that read it refuse the file until then"
        }
        FindingKind::Unreadable { .. } => "examine the store as the user who owns it, or as root",
        FindingKind::Unportable(unportable) => for_unportable(unportable),
        FindingKind::UnreadableCosts { .. } => {
            "put the right number in its place, or `null` if it is not known"
        }
        FindingKind::UnreadableBudget { .. } => {
            "`chatkeep user set ID --budget` puts another in its place; `chat` refuses that user until then"
        }
        FindingKind::NoAccounts => {
            "`chatkeep restore` puts a backup in its place; or move the other parts away to begin anew"
        }
        FindingKind::OtherId { .. } => {
            "the key counts, for the user's file is named after it: make the field `id` the same"
        }
        FindingKind::EmailTwice { .. } => {
            "give all but one another address, with `chatkeep user set ID --email`; the ids are above"
        }
        FindingKind::EmailsAlike { .. } => {
            "make sure that they are different people's; nothing has to be done then"
        }
        FindingKind::Orphan { .. } => {
            "if the account was removed, move the file away; if it was lost, `chatkeep restore` a backup that has it"
        }
        FindingKind::ErasedIsBack {
            has_account: true, ..
        } => {
            "`chatkeep user remove ID --erase` erases what came back; the web app writes back what it had read before, so end its sessions first"
        }
        FindingKind::ErasedIsBack { .. } => {
            "the web app wrote it for somebody who was still signed in: delete the file of nobody"
        }
        FindingKind::UnsavedReply { .. } => {
            "`chatkeep chat recover --all-users` stores it; with --dry-run it shows what there is"
        }
        FindingKind::RekeyUnfinished { .. } => {
            "`chatkeep key rekey` goes on with it; until it is done, keys are encrypted to those who had them before, too"
        }
        FindingKind::IntegrityFailed { .. } => {
            "make a backup now; if that fails, restore the newest one into another database"
        }
        FindingKind::OrphanRows { .. } => {
            "make a backup, and restore it into another database: what belongs to nobody is set apart there"
        }
        FindingKind::Conflict => {
            "compare it with the user's file, take over what is missing there, and delete it"
        }
        FindingKind::OpenToOthers { .. } => {
            "the web app made it so: `chmod o=` it, unless the app's own processes need that"
        }
        FindingKind::OtherOwner { .. } => {
            "`chown` it to the store's owner, or the web app may not be able to write it"
        }
        FindingKind::FolderMissing
        | FindingKind::LeftBehind { .. }
        | FindingKind::AccountsWithoutData { .. }
        | FindingKind::StaleCopies { .. }
        | FindingKind::StaleWords { .. }
        | FindingKind::StaleSums { .. }
        | FindingKind::SearchIndexDamaged { .. }
        | FindingKind::SearchIndexIncomplete { .. }
        | FindingKind::TurnDropped { .. } => "`chatkeep doctor --fix` mends it",
    };
    text.to_owned()
}

fn for_damage(cause: &Damage) -> &'static str {
    match cause {
        Damage::Empty => {
            "a write was cut short: restore it from a backup, before the web app begins anew with an empty one"
        }
        Damage::NotAFile => "move it away, and restore the file from a backup",
        Damage::NotAFolder => "move it away, and restore the folder from a backup",
        Damage::DanglingLink => {
            "bring back what the link leads to, or put the file itself in its place"
        }
        Damage::Database { .. } => "keep the file, and restore the newest backup into another",
        Damage::TooLarge { .. } => "a file of that size is not a store's: look where it comes from",
        Damage::Settings(_) => "correct the line, or take it out for the default",
        Damage::BadId(_) => "give the account an id that can be the name of a file",
        Damage::Malformed(malformed) if malformed.reason.contains("is no number of JSON") => {
            "Python wrote it: put `null` in its place, for the value is not known"
        }
        Damage::Malformed(_) | Damage::NotUtf8 { .. } => {
            "look at that place by hand, or restore the file from a backup"
        }
    }
}

fn for_unportable(unportable: &Unportable) -> &'static str {
    match unportable {
        Unportable::TooDeep { .. } | Unportable::TooManyDigits { .. } => {
            "correct it by hand: the web app takes a file that it cannot read for an empty one"
        }
        Unportable::Infinite => "put `null` or the right number in its place",
        Unportable::DoubledName { .. } => {
            "take out the one that is wrong; the web app takes the last"
        }
    }
}
