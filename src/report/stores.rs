//! Stores, shown.

use super::{Page, Record, Report, Value, facts};
use crate::actions::stores::StoreMade;

impl Report for StoreMade {
    fn value(&self) -> Value {
        Record::new()
            .with("store", self.location.to_string())
            .with("timezone", self.timezone.name())
            .with("recipients", self.recipients.clone())
            .with("identity", self.identity.display().to_string())
            .with("identity_made", self.is_new_identity)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let made = if self.is_new_identity {
            " (made now)"
        } else {
            ""
        };
        let list = [
            ("store", self.location.to_string()),
            ("time zone", self.timezone.name().to_owned()),
            ("recipient", self.recipients.join(", ")),
            ("identity", format!("{}{made}", self.identity.display())),
        ];
        facts(&list, page)
    }
}
