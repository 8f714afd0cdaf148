//! Examining a store, and mending what can be mended without loss.

use std::path::{Path, PathBuf};

use super::advice::{self, Backend, Reason};
use crate::actions::ActionResult;
use crate::secrets::{Identity, Recipients, SecretError};
use crate::store::{EntryName, Finding, FindingKind, Location, Part, Severity, Store, StoreError};

/// What was found in a store, and what has become of it.
#[derive(Debug)]
pub struct Diagnosis {
    /// The store.
    pub location: Location,
    /// What was found, by place.
    pub findings: Vec<Diagnosed>,
    /// What its users have outgrown it for, and why, if they have.
    pub outgrown: Option<(Backend, Reason)>,
    /// The identity, if the store's keys are encrypted to it and no copy of it was ever exported.
    pub unsaved_identity: Option<PathBuf>,
}

/// A finding, and what has become of it.
#[derive(Debug)]
pub struct Diagnosed {
    /// What was found.
    pub finding: Finding,
    /// What was done about it.
    pub state: State,
}

/// What was done about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Found,
    /// It is mended.
    Mended,
    /// Mending it failed, or somebody is using it.
    NotMended {
        /// Why.
        reason: String,
    },
}

impl Diagnosis {
    /// Returns what could be mended and is not.
    pub fn mendable(&self) -> impl Iterator<Item = &Finding> {
        let open = self.open();
        open.filter(|finding| finding.mending().is_some())
    }

    /// Counts what is not mended and as severe as this.
    pub fn count(&self, severity: Severity) -> usize {
        self.open()
            .filter(|finding| finding.severity() == severity)
            .count()
    }

    fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|one| one.state != State::Mended)
            .map(|one| &one.finding)
    }
}

/// Examines a store, and whether the identity at `identity` is safe. Nothing is changed.
pub fn examine(store: &dyn Store, identity: Option<&Path>) -> ActionResult<Diagnosis> {
    let mut findings = store.examine()?;
    let recipients = store
        .settings()
        .map(|settings| settings.recipients)
        .unwrap_or_default();
    findings.extend(bad_recipients(store.location(), &recipients));
    findings.sort_by(|a, b| (&a.place, a.offset).cmp(&(&b.place, b.offset)));
    // Accounts that cannot be read are a finding, and cannot be counted.
    let users = store.users().map_or(0, |users| users.len());
    let outgrown = advice::outgrown(Backend::of(store.location()), users);
    let is_unsaved = |path: &&Path| !recipients.is_empty() && !Identity::was_exported(path);
    let diagnosed = |finding| Diagnosed {
        finding,
        state: State::Found,
    };
    Ok(Diagnosis {
        location: store.location().clone(),
        findings: findings.into_iter().map(diagnosed).collect(),
        outgrown,
        unsaved_identity: identity.filter(is_unsaved).map(Path::to_owned),
    })
}

fn bad_recipients(location: &Location, recipients: &[String]) -> Vec<Finding> {
    let name = EntryName::Recipients.to_string();
    let place = match location.folder() {
        Some(folder) => folder.join(name),
        None => name.into(),
    };
    let finding = |(index, text): (usize, &String)| match Recipients::parse([text.as_str()]) {
        Err(SecretError::BadRecipient { problem, .. }) => {
            let (part, reason) = (Part::Recipient(index + 1), problem.to_owned());
            Some(Finding::new(
                &place,
                FindingKind::DamagedPart { part, reason },
            ))
        }
        _ => None,
    };
    recipients.iter().enumerate().filter_map(finding).collect()
}

/// Mends what can be mended. What fails is no reason to leave the rest.
pub fn mend(store: &dyn Store, mut diagnosis: Diagnosis) -> Diagnosis {
    for one in &mut diagnosis.findings {
        if one.finding.mending().is_none() {
            continue;
        }
        one.state = match store.mend(&one.finding) {
            Ok(true) => State::Mended,
            Ok(false) => State::NotMended {
                reason: "somebody is using it".to_owned(),
            },
            Err(error) => State::NotMended {
                reason: with_causes(&error),
            },
        };
    }
    diagnosis
}

fn with_causes(error: &StoreError) -> String {
    let cause = std::error::Error::source(error);
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}
