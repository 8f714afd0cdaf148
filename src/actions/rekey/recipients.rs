//! Who shall be able to open the keys in the end.

use crate::actions::{ActionError, ActionResult};
use crate::secrets::{Recipients, SecretError};
use crate::store::RekeyNotes;

/// What is to be done about a store's recipients.
#[derive(Debug)]
pub enum RecipientChange {
    /// They shall be these.
    To(Recipients),
    /// They shall be those that there are, or that an unfinished change leads to, and these, but not those.
    By {
        /// Who comes.
        added: Recipients,
        /// Who goes.
        removed: Recipients,
    },
}

impl RecipientChange {
    /// Works out whom the keys shall be encrypted to. Changed by the same again, what is unfinished stays as it is.
    pub(super) fn target(
        &self,
        present: &Recipients,
        notes: Option<&RekeyNotes>,
    ) -> ActionResult<Recipients> {
        let (added, removed) = match self {
            Self::To(recipients) => return Ok(recipients.clone()),
            Self::By { added, removed } => (added, removed),
        };
        let mut known = present.clone();
        let mut target = present.clone();
        if let Some(notes) = notes {
            target = parsed(&notes.target)?;
            known.extend(&target);
            known.extend(&parsed(&notes.before)?);
        }
        if let Some(stranger) = removed.without(&known).to_lines().into_iter().next() {
            return Err(ActionError::UnknownRecipient {
                recipient: stranger,
                known: present.to_lines(),
            });
        }
        if known.is_empty() && added.is_empty() {
            return Err(SecretError::NoRecipients.into());
        }
        target = target.without(removed);
        target.extend(added);
        Ok(target)
    }
}

/// Reads recipients as a store has them.
pub(super) fn parsed(lines: &[String]) -> ActionResult<Recipients> {
    Ok(Recipients::parse(lines.iter().map(String::as_str))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::Identity;

    /// Three recipients.
    fn some() -> [Recipients; 3] {
        [(); 3].map(|()| Identity::generate().recipients().clone())
    }

    fn by(added: &Recipients, removed: &Recipients) -> RecipientChange {
        let (added, removed) = (added.clone(), removed.clone());
        RecipientChange::By { added, removed }
    }

    fn of(change: &RecipientChange, present: &[&Recipients]) -> ActionResult<Vec<String>> {
        Ok(change.target(&united(present), None)?.to_lines())
    }

    fn united(parts: &[&Recipients]) -> Recipients {
        let mut all = Recipients::default();
        parts.iter().for_each(|part| all.extend(part));
        all
    }

    #[test]
    fn who_comes_is_last_and_who_goes_is_gone() {
        let [ada, bob, eve] = some();
        let target = of(&by(&eve, &ada), &[&ada, &bob]).expect("a change");
        assert_eq!(target, united(&[&bob, &eve]).to_lines());
        let nothing = by(&Recipients::default(), &Recipients::default());
        let target = of(&nothing, &[&ada, &bob]).expect("none");
        assert_eq!(target, united(&[&ada, &bob]).to_lines());
        let target = of(&RecipientChange::To(eve.clone()), &[&ada]).expect("a change");
        assert_eq!(target, eve.to_lines());
    }

    #[test]
    fn nobody_can_go_who_is_not_there() {
        let [ada, bob, _] = some();
        let error = of(&by(&Recipients::default(), &bob), &[&ada]).expect_err("bob");
        let recipient = bob.to_lines().remove(0);
        assert!(error.to_string().contains(&recipient), "{error}");
        let nothing = by(&Recipients::default(), &Recipients::default());
        let error = of(&nothing, &[]).expect_err("nobody");
        assert!(matches!(
            error,
            ActionError::Secret(SecretError::NoRecipients)
        ));
    }

    #[test]
    fn the_same_change_again_leads_to_the_same() {
        let [ada, bob, eve] = some();
        let change = by(&eve, &ada);
        let target = united(&[&bob, &eve]);
        let notes = RekeyNotes::new(united(&[&ada, &bob]).to_lines(), target.to_lines());
        // Before anybody goes, and when all is done and the notes are still there.
        for present in [united(&[&ada, &bob, &eve]), target.clone()] {
            let again = change.target(&present, Some(&notes)).expect("the same");
            assert_eq!(again.to_lines(), target.to_lines());
        }
    }
}
