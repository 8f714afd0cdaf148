//! Budgets, and what became of them.

use super::{Record, counted, usd};
use crate::actions::budgets::BudgetUse;
use crate::model::{Budget, CostSum};

/// Writes a budget: `$20.00 a month`.
pub(super) fn a_period(budget: &Budget) -> String {
    format!("{} a {}", usd(budget.usd.into()), budget.period.as_str())
}

/// Adds the fields of a budget to an account.
pub(super) fn with_budget(account: Record, budget: Option<Budget>) -> Record {
    account
        .with("budget_usd", budget.map(|it| it.usd))
        .with("budget_period", budget.map(|it| it.period.as_str()))
}

/// Adds to an account the fields of its budget, and of what became of that.
pub(super) fn with_budget_use(account: Record, budget: Option<&BudgetUse>) -> Record {
    with_budget(account, budget.map(|it| it.budget))
        .with("budget_until", budget.map(|it| it.days.end.to_string()))
        .with("budget_used_usd", budget.map(|it| it.used))
        .with("budget_unknown_costs", budget.map(|it| it.unknown))
        .with("budget_reserved_usd", budget.map(|it| it.reserved))
        .with("budget_left_usd", budget.map(BudgetUse::left))
}

/// Makes the lines about a budget and what became of it.
pub(super) fn budget_facts(budget: &BudgetUse) -> [(&'static str, String); 4] {
    let until = budget.days.end;
    let unknown = match budget.unknown {
        0 => String::new(),
        unknown => format!(" and {unknown} without a known price"),
    };
    [
        (
            "budget",
            format!("{}, renewed on {until}", a_period(&budget.budget)),
        ),
        ("used", usd(budget.used) + &unknown),
        ("reserved", usd(budget.reserved)),
        ("left", usd(budget.left())),
    ]
}

/// Warns that little is left of a budget.
pub fn budget_warning(who: &str, budget: &BudgetUse) -> String {
    let mut text = format!(
        "{who} has used {} of {}, and the next {} begins on {}",
        usd(budget.used),
        a_period(&budget.budget),
        budget.budget.period.as_str(),
        budget.days.end
    );
    if budget.reserved > CostSum::default() {
        let reserved = usd(budget.reserved);
        text.push_str(&format!(
            "; {reserved} more are reserved for replies on their way"
        ));
    }
    if budget.unknown > 0 {
        let unknown = usize::try_from(budget.unknown).unwrap_or(usize::MAX);
        let replies = counted(unknown, "reply", "replies");
        text.push_str(&format!(
            "; the cost of {replies} is not known, and not in it"
        ));
    }
    text
}
