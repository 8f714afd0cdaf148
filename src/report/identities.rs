//! Identities, shown.

use super::{Page, Record, Report, Value, facts, safe_block};
use crate::actions::identities::{IdentityExported, IdentityFacts};

impl Report for IdentityFacts {
    fn value(&self) -> Value {
        Record::new()
            .with("identity", self.path.display().to_string())
            .with("identity_made", self.is_new)
            .with("recipients", self.recipients.clone())
            .with("store", self.store.to_string())
            .with("store_recipients", self.store_recipients.clone())
            .with("recipients_entered", self.is_entered)
            .with("fits_store", self.fits_store)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let made = if self.is_new { " (made now)" } else { "" };
        let part = match (self.is_entered, self.fits_store) {
            (true, _) => "entered now",
            (false, true) => "yes",
            (false, false) => "no",
        };
        let list = [
            ("identity", format!("{}{made}", self.path.display())),
            ("recipient", self.recipients.join(", ")),
            ("store", self.store.to_string()),
            ("is a recipient of the store", part.to_owned()),
        ];
        facts(&list, page)
    }
}

impl Report for IdentityExported {
    fn value(&self) -> Value {
        Record::new()
            .with("identity", self.path.display().to_string())
            .with("text", self.text.expose())
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let end = if self.text.expose().ends_with('\n') {
            ""
        } else {
            "\n"
        };
        format!("{}{end}", safe_block(self.text.expose(), page))
    }
}
