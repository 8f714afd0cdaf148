//! The statements that make a role, as SQL for `psql` and as data.

use super::{Page, Record, Report, Value};
use crate::store::Grants;

impl Report for Grants {
    fn value(&self) -> Value {
        Record::new()
            .with("role", self.role.as_str())
            .with("database", self.database.as_deref())
            .with("statements", self.statements.clone())
            .into()
    }

    fn text(&self, _: &Page) -> String {
        // To be run, so as it is, on a terminal too.
        let lines = self.statements.iter().map(|sql| format!("{sql}\n"));
        lines.collect()
    }
}
