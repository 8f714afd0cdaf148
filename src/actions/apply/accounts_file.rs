//! Files that declare accounts, read and checked.

use std::path::{Path, PathBuf};

use super::super::{ActionError, ActionResult};
use super::checks;
use super::declared::Declared;
use super::entry::Fault;
use super::reading::{self, AccountsFormat};

/// A file that declares accounts, read and checked.
#[derive(Debug)]
pub struct AccountsFile {
    pub(super) path: PathBuf,
    pub(super) accounts: Vec<Declared>,
}

impl AccountsFile {
    /// Reads a file; its format is found from its name, else from its content.
    ///
    /// Nothing that stands in it is in an error, but for keys that are unknown beside known ones: a password may be anywhere.
    pub fn read(path: &Path, format: Option<AccountsFormat>) -> ActionResult<Self> {
        let text = reading::text_of(path)?;
        let accounts = Self::accounts(&text, format, path).map_err(|fault| {
            let Fault {
                line,
                reason,
                nearest,
            } = fault;
            ActionError::InvalidAccounts {
                path: path.to_owned(),
                line,
                reason,
                nearest,
            }
        })?;
        Ok(Self {
            path: path.to_owned(),
            accounts,
        })
    }

    /// Whether there are passwords in it, or hashes of some.
    pub fn holds_passwords(&self) -> bool {
        self.accounts.iter().any(|it| it.password.is_some())
    }

    fn accounts(
        text: &str,
        format: Option<AccountsFormat>,
        path: &Path,
    ) -> Result<Vec<Declared>, Fault> {
        let format = format.unwrap_or_else(|| reading::format_of(path, text));
        let entries = reading::entries(text, format)?;
        if entries.is_empty() {
            return Err(Fault::of_file("it declares no account"));
        }
        entries.into_iter().map(checks::declared).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::apply::declared::DeclaredPassword;
    use crate::model::BudgetChange;
    use AccountsFormat::{Csv, Json, Toml};

    fn read(text: &str, format: AccountsFormat) -> Result<Vec<Declared>, Fault> {
        AccountsFile::accounts(text, Some(format), Path::new("x"))
    }

    const SAME: [(AccountsFormat, &str); 4] = [
        (
            Toml,
            "# ours\n[[users]]\nemail = 'Ada@X.org'\nname = \"Ada\"\nbudget = '20USD/month'\ndisabled = true\npassword = ' a,b'\n",
        ),
        (
            Json,
            r#"[{"email": "ada@x.org", "name": " Ada ", "budget_usd": 20, "budget_period": "month", "disabled": true, "password": " a,b", "id": null}]"#,
        ),
        (
            Json,
            r#"{"users": [{"email": "ada@x.org", "name": "Ada", "budget": "$20/month", "disabled": true, "password": " a,b"}]}"#,
        ),
        (
            Csv,
            "email;name;budget;disabled;password;created_at\r\nada@x.org;Ada;20USD/month;TRUE; a,b;2026\r\n;;;;;\r\n",
        ),
    ];

    #[test]
    fn each_format_says_the_same() {
        for (format, text) in SAME {
            let accounts = read(text, format).expect(text);
            assert_eq!(accounts.len(), 1, "{text}");
            let ada = &accounts[0];
            assert_eq!(ada.email.as_deref(), Some("ada@x.org"));
            assert_eq!(ada.name.as_deref(), Some("Ada"));
            assert_eq!(ada.is_disabled, Some(true));
            let budget = "20USD/month".parse().expect("a budget");
            assert_eq!(ada.budget, Some(BudgetChange::Set(budget)));
            let password = match &ada.password {
                Some(DeclaredPassword::Plain(password)) => password.expose(),
                _ => panic!("{text}"),
            };
            assert_eq!(password, " a,b", "{text}");
        }
    }

    #[test]
    fn what_is_empty_says_nothing() {
        let text = "email,name,budget,budget_usd,budget_period,disabled,password\na@x,,,,,,\n";
        let accounts = read(text, Csv).expect("fine");
        let it = &accounts[0];
        assert!(it.name.is_none() && it.budget.is_none() && it.is_disabled.is_none());
        assert!(it.password.is_none() && it.id.is_none());
    }

    #[test]
    fn faults_are_named_by_their_line_and_nothing_that_may_be_a_password() {
        let secret = "hunter2";
        for (format, text, line) in [
            (Toml, "[[users]]\nemail = 'a@x'\npassword = hunter2\n", 3),
            (
                Toml,
                "[[users]]\nemail = 'a@x'\n\n[[users]]\nemail = 'hunter2'\n",
                5,
            ),
            (Toml, "[[users]]\nemail = 'a@x'\ndisabled = 'hunter2'\n", 3),
            (Toml, "[[users]]\nemail = 'a@x'\nbudget = 'hunter2'\n", 3),
            (
                Toml,
                "[[users]]\nemail = 'a@x'\npassword_hash = 'hunter2'\n",
                3,
            ),
            (Toml, "[[users]]\nemail = 'a@x'\npassword = 2\n", 3),
            (Toml, "[[users]]\nname = 'hunter2'\n", 1),
            (Toml, "[[users]]\nemail = 'a@x'\nemail = 'hunter2'\n", 3),
            (Toml, "users = ['hunter2']\n", 1),
            (Toml, "\nusers = 'hunter2'\n", 2),
            (Toml, "password = 'hunter2'\n", 1),
            (
                Json,
                "[\n{\"email\": \"a@x\",\n\"name\": [\"hunter2\"]}]",
                3,
            ),
            (Json, "[\n{\"email\": \"a@x\"},\n\"hunter2\"]", 3),
            (Json, "[{\"email\": \"a@x\",\n\"password\": hunter2}]", 2),
            (Json, "[{\"email\": \"a@x\",\n\"password\": \"hunter2", 2),
            (Json, "{\n\"password\": \"hunter2\"}", 2),
            (Json, "[{\"email\": \"a@x\",\n\"email\": \"hunter2\"}]", 2),
            (Csv, "a@x,hunter2\nb@x,other\n", 1),
            (Csv, "email,password\na@x,p\nb@x,hunter2,3\n", 3),
            (Csv, "email,password\na@x,p\n\nhunter2,b@x\n", 4),
            (Csv, "email,email\na@x,hunter2\n", 2),
            (Csv, "email,budget_usd\na@x,hunter2\n", 2),
            (
                Csv,
                "email,password,password_hash\na@x,hunter2,scrypt$a$b\n",
                2,
            ),
        ] {
            let fault = read(text, format).expect_err(text);
            assert_eq!(fault.line, Some(line), "{text}: {fault:?}");
            assert!(!fault.reason.contains(secret), "{text}: {fault:?}");
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_the_nearest_one() {
        for (format, text) in [
            (Toml, "[[users]]\nemail = 'a@x'\nPaswort = 'x'\n"),
            (Json, "[{\"email\": \"a@x\",\n\n\"Paswort\": 3}]"),
            (Csv, "email,Paswort\n\na@x,x\n"),
        ] {
            let fault = read(text, format).expect_err(text);
            assert_eq!(fault.reason, "there is no key \"Paswort\"");
            assert_eq!(fault.nearest, Some("password"));
            assert_eq!(fault.line, Some(3), "{text}");
        }
    }

    #[test]
    fn a_file_without_accounts_is_refused() {
        for (format, text) in [
            (Toml, ""),
            (Toml, "users = []"),
            (Json, "[]"),
            (Json, "{}"),
            (Csv, "email,name\n"),
        ] {
            let fault = read(text, format).expect_err(text);
            assert_eq!(fault, Fault::of_file("it declares no account"));
        }
    }

    #[test]
    fn what_our_own_tables_quote_is_taken_without_the_quote() {
        let accounts = read("email,name,password\na@x,'=Ada,'=p\n", Csv).expect("fine");
        assert_eq!(accounts[0].name.as_deref(), Some("=Ada"));
        let password = match &accounts[0].password {
            Some(DeclaredPassword::Plain(password)) => password.expose(),
            _ => "",
        };
        assert_eq!(password, "'=p");
    }
}
