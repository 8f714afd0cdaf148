//! Accounts, shown.

use super::budgets::{a_period, budget_facts, with_budget, with_budget_use};
use super::{Page, Record, Report, Table, Value, count, safe_line, usd};
use crate::actions::users::{
    ChangeKind, PasswordVerified, UserAdded, UserChanged, UserDetails, UserList, UserRemoved,
};
use crate::model::{SecretText, User};

fn account(user: &User) -> Record {
    Record::new()
        .with("id", &user.id)
        .with("email", user.email.as_str())
        .with("name", user.name.as_str())
        .with("auth_type", user.auth_type.as_str())
        .with("created_at", user.created_at.as_str())
        .with("disabled", user.is_disabled)
        .with("has_password", user.password_hash.is_some())
}

/// Tells in a word how the account signs in.
fn sign_in(user: &User) -> &str {
    match (user.is_disabled, &user.password_hash) {
        (true, _) => "disabled",
        (false, None) if user.auth_type.as_str() == "email" => "no password",
        (false, _) => user.auth_type.as_str(),
    }
}

impl Report for UserList {
    fn value(&self) -> Value {
        let record = |user: &User| {
            // One that cannot be read is told of beside the list.
            let budget = user.budget.as_ref().copied().ok().flatten();
            with_budget(account(user), budget)
        };
        self.users.iter().map(record).collect::<Vec<_>>().into()
    }

    fn text(&self, page: &Page) -> String {
        if self.users.is_empty() {
            return "no users yet\n".to_owned();
        }
        let has_budgets = self.users.iter().any(|user| user.budget != Ok(None));
        let mut titles = vec!["email", "name", "sign-in", "created", "id"];
        if has_budgets {
            titles.insert(3, "budget");
        }
        let mut table = Table::new(&titles)
            .cutting("name", 12)
            .dropping(&["id", "created"]);
        for user in &self.users {
            let created = user.created_at.get(..10).unwrap_or(&user.created_at);
            let cells = [
                &user.email,
                &user.name,
                sign_in(user),
                created,
                user.id.as_str(),
            ];
            let mut cells: Vec<String> = cells.into_iter().map(str::to_owned).collect();
            if has_budgets {
                let amount = user.budget.as_ref().map(|it| it.map(|it| a_period(&it)));
                let shown = amount.unwrap_or(Some("unreadable".to_owned()));
                cells.insert(3, shown.unwrap_or_default());
            }
            table.row(cells);
        }
        table.render(page)
    }
}

impl Report for UserDetails {
    fn value(&self) -> Value {
        let account = account(&self.user)
            .with("keys", self.keys.clone())
            .with("conversations", self.conversations)
            .with("input_tokens", self.totals.input_tokens)
            .with("output_tokens", self.totals.output_tokens)
            .with("total_tokens", self.totals.total_tokens)
            .with("cost_usd", self.totals.cost)
            .with("unknown_costs", self.totals.unknown_costs);
        with_budget_use(account, self.budget.as_ref()).into()
    }

    fn text(&self, page: &Page) -> String {
        let keys = if self.keys.is_empty() {
            "none".to_owned()
        } else {
            self.keys.join(", ")
        };
        let unknown = match self.totals.unknown_costs {
            0 => String::new(),
            unknown => format!(" and {} without a known price", count(unknown)),
        };
        let mut facts = vec![
            ("email", self.user.email.clone()),
            ("name", self.user.name.clone()),
            ("id", self.user.id.to_string()),
            ("sign-in", sign_in(&self.user).to_owned()),
            ("created", self.user.created_at.clone()),
            ("keys", keys),
            ("conversations", count(self.conversations as u64)),
            ("tokens", count(self.totals.total_tokens)),
            ("cost", usd(self.totals.cost) + &unknown),
        ];
        facts.extend(self.budget.iter().flat_map(budget_facts));
        super::facts(&facts, page)
    }
}

impl Report for UserAdded {
    fn value(&self) -> Value {
        Record::new()
            .with("id", &self.id)
            .with("email", self.email.as_str())
            .with("name", self.name.as_str())
            .with("password", self.generated.as_ref().map(SecretText::expose))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let mut text = format!("added {} ({})\n", safe_line(&self.email, page), self.id);
        if let Some(password) = &self.generated {
            text.push_str(&format!("password: {}\n", password.expose()));
        }
        text
    }
}

impl Report for UserChanged {
    fn value(&self) -> Value {
        let change = match self.change {
            ChangeKind::Set => "set",
            ChangeKind::Password => "password",
            ChangeKind::Disabled => "disabled",
            ChangeKind::Enabled => "enabled",
        };
        Record::new()
            .with("id", &self.id)
            .with("email", self.email.as_str())
            .with("name", self.name.as_str())
            .with("change", change)
            .with("changed", self.was_changed)
            .with("password", self.generated.as_ref().map(SecretText::expose))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let email = safe_line(&self.email, page);
        let mut text = match (self.change, self.was_changed) {
            (ChangeKind::Set, true) => {
                format!("changed {email} ({})\n", safe_line(&self.name, page))
            }
            (ChangeKind::Password, true) => format!("set the password of {email}\n"),
            (ChangeKind::Disabled, true) => format!("disabled {email}\n"),
            (ChangeKind::Enabled, true) => format!("enabled {email}\n"),
            (ChangeKind::Disabled, false) => format!("{email} was disabled already\n"),
            (ChangeKind::Enabled, false) => format!("{email} was enabled already\n"),
            (ChangeKind::Set | ChangeKind::Password, false) => format!("{email} is so already\n"),
        };
        if let Some(password) = &self.generated {
            text.push_str(&format!("password: {}\n", password.expose()));
        }
        text
    }
}

impl Report for PasswordVerified {
    fn value(&self) -> Value {
        Record::new()
            .with("id", &self.id)
            .with("email", self.email.as_str())
            .with("verified", true)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        format!("that is the password of {}\n", safe_line(&self.email, page))
    }
}

impl Report for UserRemoved {
    fn value(&self) -> Value {
        Record::new()
            .with("id", &self.id)
            .with("email", self.email.as_str())
            .with("keys", self.removed.keys)
            .with("conversations", self.removed.conversations)
            .with("total_tokens", self.removed.totals.total_tokens)
            .with("cost_usd", self.removed.totals.cost)
            .with("dry_run", self.is_dry_run)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let done = if self.is_dry_run {
            "would remove"
        } else {
            "removed"
        };
        format!(
            "{done} {} with {} and {}; their cost of {} stays in the ledger\n",
            safe_line(&self.email, page),
            super::counted(self.removed.keys, "key", "keys"),
            super::counted(self.removed.conversations, "conversation", "conversations"),
            usd(self.removed.totals.cost),
        )
    }
}
