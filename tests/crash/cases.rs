//! The commands that write: the stores they are tried on, and how.

use std::fs;

use crate::fixture;
use crate::place::Place;

/// A store to try a command on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Store {
    /// None: an empty folder.
    Nothing,
    /// One that the web app made, in which chatkeep never wrote.
    Apps,
    /// One that the web app made, in which chatkeep has written.
    Shared,
    /// One that we made, with two users, a key each, two conversations, and a backup.
    Ours,
    /// The same, with a reply that a killed command left.
    Left,
    /// The same, with a user who is disabled.
    Disabled,
    /// The same, with keys for another admin, too, and beside the web app.
    Admins,
    /// The same, with a budget for the user who asks, and a price for the provider that answers.
    Budgeted,
    /// The same, with a conversation that the first user deleted, and what both used without a conversation.
    Billed,
    /// The same, without the second user.
    Gone,
    /// The same, with the first user erased.
    Erased,
    /// The same, with another key.
    OtherKey,
    /// The same, with two older backups.
    Backups,
    /// A sample store.
    Demo,
}

/// What is run after a command was cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// A change of somebody else's account.
    Other,
    /// The same again: it takes several steps, and goes on where it was; or it does not write into the store.
    Again,
}

/// One command on one store.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) store: Store,
    pub(crate) arguments: &'static [&'static str],
    pub(crate) stdin: &'static str,
    pub(crate) next: Next,
}

impl Case {
    /// Says which it is.
    pub(crate) fn name(&self) -> String {
        format!("`chatkeep {}` ({:?})", self.arguments.join(" "), self.store)
    }

    /// Returns what is run afterwards, with its standard input.
    pub(crate) fn next(&self) -> (&'static [&'static str], &'static str) {
        match self.next {
            Next::Other => (&["user", "set", "grace@example.org", "--name", "Next"], ""),
            Next::Again => (self.arguments, self.stdin),
        }
    }
}

const fn case(
    store: Store,
    next: Next,
    arguments: &'static [&'static str],
    stdin: &'static str,
) -> Case {
    Case {
        store,
        arguments,
        stdin,
        next,
    }
}

const ADA: &str = "ada@example.org";
/// A recipient whose identity is not there.
const ADMIN: &str = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg";

/// A reply for which money is reserved.
pub(crate) const BUDGETED_CHAT: Case = case(
    Store::Budgeted,
    Next::Other,
    &["chat", "send", "-u", ADA, "-m", "echo", "Hello"],
    "",
);

/// A password made up for a new account. Cut short between the two, it is in the file and not in force, and the same command
/// again wants another file: so it is not among all the others.
pub(crate) const MADE_UP_PASSWORD: Case = case(
    Store::Ours,
    Next::Other,
    &["user", "apply", "one.toml", "--passwords-to", "made.tsv"],
    "",
);

/// All that is tried.
pub(crate) const CASES: &[Case] = &{
    use Next::{Again, Other};
    use Store::{
        Admins, Apps, Backups, Billed, Budgeted, Demo, Disabled, Erased, Gone, Left, Nothing,
        OtherKey, Ours, Shared,
    };
    [
        case(Nothing, Again, &["init"], ""),
        case(Nothing, Again, &["demo", "sample"], ""),
        case(Demo, Again, &["demo", "sample"], ""),
        case(
            Apps,
            Other,
            &["user", "add", "new@example.org", "--password-stdin"],
            "secret",
        ),
        case(
            Ours,
            Other,
            &["user", "add", "new@example.org", "--no-password"],
            "",
        ),
        case(Apps, Other, &["user", "set", ADA, "--name", "Augusta"], ""),
        case(
            Shared,
            Other,
            &["user", "set", ADA, "--name", "Augusta"],
            "",
        ),
        case(
            Ours,
            Other,
            &["user", "set", ADA, "--email", "augusta@example.org"],
            "",
        ),
        case(
            Shared,
            Other,
            &["user", "set", ADA, "--budget", "20USD/month"],
            "",
        ),
        case(
            Shared,
            Other,
            &["user", "passwd", ADA, "--password-stdin"],
            "secret",
        ),
        case(
            Ours,
            Other,
            &["user", "passwd", ADA, "--password-stdin"],
            "secret",
        ),
        case(Shared, Other, &["user", "disable", ADA], ""),
        case(Disabled, Other, &["user", "enable", ADA], ""),
        case(Shared, Other, &["user", "remove", ADA, "--yes"], ""),
        case(Ours, Other, &["user", "remove", ADA, "--yes"], ""),
        case(
            Shared,
            Other,
            &["user", "remove", ADA, "--erase", "--yes"],
            "",
        ),
        case(
            Shared,
            Other,
            &["user", "merge", ADA, "grace@example.org", "--yes"],
            "",
        ),
        case(
            Billed,
            Other,
            &["user", "merge", ADA, "grace@example.org", "--yes"],
            "",
        ),
        // Several accounts at one stroke.
        case(
            Shared,
            Other,
            &["user", "apply", "declared.csv", "--prune", "--yes"],
            "",
        ),
        case(
            Ours,
            Other,
            &["user", "apply", "declared.csv", "--prune", "--yes"],
            "",
        ),
        // With a reply of hers that a killed command left.
        case(
            Left,
            Other,
            &["user", "remove", ADA, "--erase", "--yes"],
            "",
        ),
        case(Erased, Other, &["restore", "--yes", "kept.tar.gz"], ""),
        case(
            Erased,
            Other,
            &["restore", "--with-erased", "--yes", "kept.tar.gz"],
            "",
        ),
        case(
            Erased,
            Again,
            &["restore", "kept.tar.gz", "-u", ADA, "--with-erased"],
            "",
        ),
        case(
            Shared,
            Other,
            &["key", "set", ADA, "openai", "--key-stdin"],
            "sk-another-0123456789",
        ),
        case(
            Ours,
            Other,
            &["key", "set", ADA, "google", "--key-stdin"],
            "sk-another-0123456789",
        ),
        case(
            Shared,
            Other,
            &["key", "remove", ADA, "openai", "--yes"],
            "",
        ),
        case(Ours, Other, &["key", "remove", ADA, "openai", "--yes"], ""),
        case(Apps, Again, &["key", "adopt", "--yes"], ""),
        case(
            Ours,
            Again,
            &["key", "rekey", "--new-identity", "new.txt", "--yes"],
            "",
        ),
        case(Ours, Again, &["key", "rekey", "--add", ADMIN, "--yes"], ""),
        // Nobody here can open what is done.
        case(
            Ours,
            Again,
            &[
                "key",
                "rekey",
                "--recipient",
                ADMIN,
                "--give-up-access",
                "--yes",
            ],
            "",
        ),
        case(
            Admins,
            Again,
            &["key", "rekey", "--remove", ADMIN, "--yes"],
            "",
        ),
        case(
            Apps,
            Other,
            &["chat", "send", "-u", ADA, "-m", "echo", "Hello"],
            "",
        ),
        case(
            Shared,
            Other,
            &["chat", "send", "-u", ADA, "-m", "echo", "Hello"],
            "",
        ),
        case(
            Ours,
            Other,
            &["chat", "send", "-u", ADA, "-m", "echo", "-c", "More"],
            "",
        ),
        BUDGETED_CHAT,
        case(
            Budgeted,
            Other,
            &[
                "chat",
                "send",
                "-u",
                ADA,
                "-m",
                "echo",
                "--no-save",
                "Hello",
            ],
            "",
        ),
        case(
            Shared,
            Other,
            &["chat", "rename", "-u", ADA, "a23d", "Another title"],
            "",
        ),
        case(
            Ours,
            Other,
            &["chat", "rename", "-u", ADA, "last", "Another title"],
            "",
        ),
        case(
            Shared,
            Other,
            &["chat", "tag", "-u", ADA, "a23d", "e072", "--add", "one,two"],
            "",
        ),
        case(
            Ours,
            Other,
            &["chat", "tag", "-u", ADA, "last", "--add", "one,two"],
            "",
        ),
        case(Shared, Other, &["chat", "pin", "-u", ADA, "a23d"], ""),
        case(Ours, Other, &["chat", "pin", "-u", ADA, "last"], ""),
        case(Shared, Other, &["chat", "archive", "-u", ADA, "a23d"], ""),
        case(Ours, Other, &["chat", "archive", "-u", ADA, "last"], ""),
        case(
            Shared,
            Other,
            &["chat", "delete", "-u", ADA, "a23d", "--yes"],
            "",
        ),
        case(
            Ours,
            Other,
            &["chat", "delete", "-u", ADA, "last", "--yes"],
            "",
        ),
        case(
            Shared,
            Other,
            &["chat", "rename", "-u", ADA, "--auto", "-m", "echo", "a23d"],
            "",
        ),
        case(
            Ours,
            Other,
            &["chat", "rename", "-u", ADA, "--auto", "last"],
            "",
        ),
        case(Shared, Other, &["chat", "retry", "-u", ADA, "last"], ""),
        case(
            Apps,
            Other,
            &["chat", "retry", "-u", ADA, "-m", "echo", "e072"],
            "",
        ),
        case(Ours, Other, &["chat", "retry", "-u", ADA], ""),
        case(
            Shared,
            Other,
            &["chat", "fork", "-u", ADA, "a23d", "--at", "3"],
            "",
        ),
        case(Ours, Other, &["chat", "fork", "-u", ADA, "last"], ""),
        case(
            Shared,
            Other,
            &["chat", "prune", "-u", ADA, "--older-than", "1d", "--yes"],
            "",
        ),
        case(Left, Again, &["chat", "recover", "-u", ADA], ""),
        case(Ours, Again, &["key", "identity", "--export"], ""),
        case(Shared, Other, &["doctor", "--fix", "--yes"], ""),
        case(Apps, Again, &["export", "-o", "out.jsonl"], ""),
        case(Ours, Again, &["export", "-o", "kept.json", "--force"], ""),
        case(Apps, Again, &["export", "--split", "-o", "out"], ""),
        case(
            Ours,
            Again,
            &["export", "--as", "markdown", "--split", "-o", "out"],
            "",
        ),
        case(Ours, Again, &["user", "export", ADA, "-o", "ada.json"], ""),
        case(
            Shared,
            Again,
            &["import", "came.jsonl", "-u", "grace@example.org"],
            "",
        ),
        case(
            Ours,
            Again,
            &["import", "came.jsonl", "-u", "grace@example.org"],
            "",
        ),
        case(Apps, Again, &["backup", "create"], ""),
        case(Ours, Again, &["backup", "create", "-o", "made.tar.gz"], ""),
        case(Ours, Again, &["backup", "drill"], ""),
        case(
            Apps,
            Again,
            &["backup", "create", "--verify", "--keep-last", "1"],
            "",
        ),
        case(
            Backups,
            Again,
            &["backup", "prune", "--keep-last", "1", "--yes"],
            "",
        ),
        case(Shared, Other, &["restore", "--yes", "kept.tar.gz"], ""),
        case(Ours, Other, &["restore", "--yes", "kept.tar.gz"], ""),
        case(
            Ours,
            Again,
            &["restore", "--store", "copy", "--yes", "kept.tar.gz"],
            "",
        ),
        case(
            Gone,
            Again,
            &["restore", "kept.tar.gz", "-u", "grace@example.org"],
            "",
        ),
        case(Gone, Again, &["restore", "kept.tar.gz", "--merge"], ""),
        case(
            OtherKey,
            Again,
            &["restore", "kept.tar.gz", "-u", ADA, "--replace", "--yes"],
            "",
        ),
        case(Ours, Again, &["migrate", "--to", "copy"], ""),
    ]
};

impl Store {
    /// Makes it, in a place of its own.
    pub(crate) fn prepare(self) -> Place {
        let place = Place::new();
        match self {
            Self::Nothing => {}
            Self::Apps => fixture::copy_flask_store(&place.store()),
            Self::Shared => {
                fixture::copy_flask_store(&place.store());
                bring_export(&place);
                declare(&place);
                change(&place);
            }
            Self::Ours => ours(&place),
            Self::Left => {
                ours(&place);
                leave_reply(&place);
            }
            Self::Disabled => {
                ours(&place);
                place.prepare(&["user", "disable", ADA], "");
            }
            Self::Admins => {
                ours(&place);
                place.prepare(&["key", "rekey", "--add", ADMIN, "--yes"], "");
                let settings = place.store().join(".chatkeep/store.toml");
                let text = fs::read_to_string(&settings).expect("there are some");
                let shared = text.replace("shared = false", "shared = true");
                fs::write(settings, shared).expect("it is ours");
            }
            Self::Budgeted => {
                ours(&place);
                price_echo(&place);
                place.prepare(&["user", "set", ADA, "--budget", "20USD/month"], "");
            }
            Self::Billed => {
                ours(&place);
                place.prepare(&["chat", "delete", "-u", ADA, "last", "--yes"], "");
                for user in [ADA, "grace@example.org"] {
                    let send = ["chat", "send", "-u", user, "-m", "echo", "--no-save", "Hi"];
                    place.prepare(&send, "");
                }
            }
            Self::Gone => {
                ours(&place);
                place.prepare(&["user", "remove", "grace@example.org", "--yes"], "");
            }
            Self::Erased => {
                ours(&place);
                place.prepare(&["user", "remove", ADA, "--erase", "--yes"], "");
            }
            Self::OtherKey => {
                ours(&place);
                let key = "sk-third-0123456789";
                place.prepare(&["key", "set", ADA, "openai", "--key-stdin"], key);
            }
            Self::Backups => {
                ours(&place);
                for day in ["20200101", "20200102"] {
                    let name = format!("chatkeep-{day}_000000Z.tar.gz");
                    let copy = place.store().join("backups").join(name);
                    fs::copy(place.work().join("kept.tar.gz"), copy).expect("it is ours");
                }
            }
            Self::Demo => place.prepare(&["demo", "sample"], ""),
        }
        place
    }
}

fn ours(place: &Place) {
    place.prepare(&["init"], "");
    fs::write(place.work().join("password"), "secret").expect("it is ours");
    place.prepare(&["user", "add", ADA, "--password-stdin"], "secret");
    place.prepare(&["user", "add", "grace@example.org", "--no-password"], "");
    place.prepare(
        &["key", "set", ADA, "openai", "--key-stdin"],
        "sk-first-0123456789",
    );
    place.prepare(
        &["key", "set", "grace@example.org", "echo", "--key-stdin"],
        "sk-second-0123456789",
    );
    let send = |text| place.prepare(&["chat", "send", "-u", ADA, "-m", "echo", text], "");
    send("The first");
    send("The second");
    fs::write(place.work().join("kept.json"), "{\"an\":\"older one\"}").expect("it is ours");
    bring_export(place);
    declare(place);
    place.prepare(&["backup", "create"], "");
    change(place);
}

/// Puts an export of another store where it can be imported.
fn bring_export(place: &Place) {
    let line = |id: &str| {
        let said = r#"[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes?", "cost": 0.25}]"#;
        format!(
            r#"{{"format":"chatkeep-conversation","version":1,"id":"{id}","conversation":{{"id":"{id}","messages":{said}}}}}"#
        )
    };
    let lines = format!("{}\n{}\n", line("came-0001"), line("came-0002"));
    fs::write(place.work().join("came.jsonl"), lines).expect("the folder is the test's");
}

/// Puts files there that declare accounts: one that is there and one that is not, and one that is not alone.
fn declare(place: &Place) {
    let rows = "email,name,budget,disabled\nada@example.org,Augusta,20USD/month,\nnew@example.org,,5USD/week,yes\n";
    let table = "[[users]]\nemail = \"one@example.org\"\n";
    for (name, text) in [("declared.csv", rows), ("one.toml", table)] {
        fs::write(place.work().join(name), text).expect("the folder is the test's");
    }
}

/// Leaves what a command leaves that is killed while a reply comes.
fn leave_reply(place: &Place) {
    let users = fs::read(place.store().join("users.json")).expect("there is one");
    let users: serde_json::Value = serde_json::from_slice(&users).expect("it is JSON");
    let users = users.as_object().expect("accounts by id");
    let (id, _) = users
        .iter()
        .find(|(_, user)| user["email"] == ADA)
        .expect("she was added");
    let folder = place.store().join(".chatkeep/unsaved");
    fs::create_dir(&folder).expect("there is none");
    let lines = format!(
        "{{\"asked\":{{\"user\":\"{id}\",\"conversation\":\"c-left\",\"new_title\":\"Left\",\"question\":\"Hi\",\
         \"at\":\"2026-01-01T00:00:00Z\",\"provider\":\"echo\",\"model\":\"echo\"}}}}\n{{\"text\":\"Half\"}}\n"
    );
    fs::write(folder.join("000000000001-left.jsonl"), lines).expect("it is ours");
}

/// Has the provider that answers offline cost something.
fn price_echo(place: &Place) {
    let folder = place.root().join("config/chatkeep");
    let prices = "[prices.\"echo/echo\"]\ninput = 1\noutput = 1\n";
    fs::create_dir_all(&folder).expect("it is ours");
    fs::write(folder.join("config.toml"), prices).expect("it is ours");
}

/// Makes a backup, and changes the store so that a restore of that matters.
fn change(place: &Place) {
    place.prepare(&["backup", "create", "-o", "kept.tar.gz"], "");
    place.prepare(
        &["user", "set", "grace@example.org", "--name", "Changed"],
        "",
    );
    place.prepare(
        &["chat", "send", "-u", ADA, "-m", "echo", "Not in the backup"],
        "",
    );
}
