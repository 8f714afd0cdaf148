//! Recorded costs beside recomputed ones, shown.

use super::grid::{Grid, in_first_column, name_cell};
use super::markdown::markdown;
use super::with_period;
use crate::actions::stats::reprice::{Repriced, RepricedRow, Repricing};
use crate::model::CostSum;
use crate::report::{Page, Record, Report, Table, Value, count, usd_column};

impl Report for Repriced {
    fn value(&self) -> Value {
        let rows = self.records().into_iter().map(Value::from);
        let others = self.others.as_ref();
        let others = others.map(|(rows, sums)| with_sums(Record::new().with("rows", *rows), sums));
        let record = Record::new().with("day", self.day.map(|day| day.to_string()));
        with_period(record, &self.period)
            .with("timezone", self.timezone.name())
            .with("rows", rows.collect::<Vec<_>>())
            .with("others", others)
            .with("total", with_sums(Record::new(), &self.total))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        if self.rows.is_empty() {
            return "no replies\n".to_owned();
        }
        let grid = grid(self);
        let mut table = Table::new(&grid.titles)
            .dropping(&[
                "replies",
                "differing",
                "now priced",
                "no time",
                "no tokens",
                "provider",
            ])
            .cutting("model", 20);
        grid.rows.into_iter().for_each(|cells| table.row(cells));
        table.render(page)
    }

    fn records(&self) -> Vec<Record> {
        let record = |row: &RepricedRow| {
            let record = Record::new()
                .with("provider", row.provider.as_str())
                .with("model", row.model.as_str());
            with_sums(record, &row.sums)
        };
        self.rows.iter().map(record).collect()
    }
}

/// Writes recorded and recomputed costs as a table of GitHub Flavored Markdown.
pub fn repriced_markdown(repriced: &Repriced) -> String {
    markdown(&grid(repriced))
}

fn with_sums(record: Record, sums: &Repricing) -> Record {
    record
        .with("replies", sums.replies)
        .with("recorded_usd", recorded(sums))
        .with("recomputed_usd", recomputed(sums))
        .with("difference_usd", sums.difference)
        .with("differing", sums.differing)
        .with("unknown_costs", sums.unknown_costs)
        .with("newly_priced", sums.newly_priced)
        .with("newly_priced_usd", sums.newly_priced_cost)
        .with("without_price", sums.without_price)
        .with("without_tokens", sums.without_tokens)
        .with("without_time", sums.without_time)
        .with("not_recomputed_usd", sums.lapsed)
}

/// Returns what is recorded; `None` if none of what there is can be read.
fn recorded(sums: &Repricing) -> Option<CostSum> {
    let is_unknown = sums.unknown_costs > 0 && sums.recorded == CostSum::default();
    (!is_unknown).then_some(sums.recorded)
}

/// Returns what was recomputed; `None` if nothing could be.
fn recomputed(sums: &Repricing) -> Option<CostSum> {
    let is_unknown = sums.not_recomputed() > 0 && sums.recomputed == CostSum::default();
    (!is_unknown).then_some(sums.recomputed)
}

/// Makes the cells: columns of what seldom happens are there only if it did.
fn grid(repriced: &Repriced) -> Grid {
    let rows = &repriced.rows;
    let names = rows
        .iter()
        .map(|row| vec![name_cell(&row.provider), name_cell(&row.model)]);
    let others = repriced.others.as_ref();
    let others_name = others.map(|(rows, _)| in_first_column(2, format!("{rows} others")));
    let total_name = in_first_column(2, "total".to_owned());
    let names = names.chain(others_name).chain([total_name]);
    let sums: Vec<&Repricing> = rows
        .iter()
        .map(|row| &row.sums)
        .chain(others.map(|(_, sums)| sums))
        .chain([&repriced.total])
        .collect();
    let columns = columns(&repriced.total, &sums);
    let mut titles = vec!["provider", "model"];
    titles.extend(columns.iter().map(|(title, _)| *title));
    let rows = names.enumerate().map(|(index, names)| {
        let numbers = columns.iter().map(|(_, cells)| cells[index].clone());
        names.into_iter().chain(numbers).collect()
    });
    Grid {
        rows: rows.collect(),
        titles,
    }
}

/// A title, and a cell for each row.
type Column = (&'static str, Vec<String>);

fn columns(total: &Repricing, sums: &[&Repricing]) -> Vec<Column> {
    let counts = |title, number: fn(&Repricing) -> u64| {
        let cells = sums.iter().map(|sums| count(number(sums))).collect();
        (title, cells, number(total) > 0)
    };
    let amounts = |title, amount: fn(&Repricing) -> Option<CostSum>| {
        (
            title,
            usd_column(sums.iter().map(|sums| amount(sums))),
            true,
        )
    };
    let differences = sums.iter().map(|sums| sums.difference);
    let columns = [
        amounts("#recorded", recorded),
        amounts("#recomputed", recomputed),
        ("#difference", signed(differences), true),
        counts("#differing", |sums| sums.differing),
        counts("#cost unknown", |sums| sums.unknown_costs),
        counts("#now priced", |sums| sums.newly_priced),
        counts("#no price", |sums| sums.without_price),
        counts("#no tokens", |sums| sums.without_tokens),
        counts("#no time", |sums| sums.without_time),
    ];
    let (title, cells, _) = counts("#replies", |sums| sums.replies);
    let shown = columns.into_iter().filter(|(.., is_shown)| *is_shown);
    let shown = shown.map(|(title, cells, _)| (title, cells));
    [(title, cells)].into_iter().chain(shown).collect()
}

/// Writes amounts with their sign, also where there is none, and a plus before one that is more than nothing.
fn signed(amounts: impl Iterator<Item = CostSum> + Clone) -> Vec<String> {
    let written = usd_column(amounts.clone().map(Some));
    let signed = amounts.zip(written).map(|(amount, written)| {
        let sign = if amount > CostSum::default() { "+" } else { "" };
        format!("{sign}{written}")
    });
    signed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::period::Period;
    use crate::report::{Format, render};

    fn sum(usd: &str) -> CostSum {
        CostSum::parse(usd).expect("a sum")
    }

    fn repriced() -> Repriced {
        let same = Repricing {
            replies: 1_200,
            recorded: sum("1234.5"),
            recomputed: sum("1234.5"),
            ..Repricing::default()
        };
        let dearer = Repricing {
            replies: 3,
            recorded: sum("0.5"),
            recomputed: sum("1.25000000000000000000000001"),
            difference: sum("-0.25"),
            differing: 1,
            unknown_costs: 2,
            newly_priced: 1,
            newly_priced_cost: sum("1.00000000000000000000000001"),
            without_tokens: 1,
            ..Repricing::default()
        };
        let unknown = Repricing {
            replies: 1,
            unknown_costs: 1,
            without_price: 1,
            ..Repricing::default()
        };
        let row = |provider: &str, model: &str, sums| RepricedRow {
            provider: provider.to_owned(),
            model: model.to_owned(),
            sums,
        };
        Repriced {
            day: "2026-11-23".parse().ok(),
            period: Period::default(),
            timezone: chrono_tz::UTC,
            rows: vec![
                row("openai", "gpt-4o", same),
                row("a|b", "x", dearer),
                row("", "", unknown),
            ],
            others: Some((2, same)),
            total: dearer,
            undated: 0,
        }
    }

    #[test]
    fn columns_of_what_did_not_happen_are_left_out() {
        let shown = render(&repriced(), Format::Table, &Page::plain());
        snapbox::assert_data_eq!(
            shown,
            snapbox::str![[r#"
provider  model   replies   recorded  recomputed  difference  differing  cost unknown  now priced  no tokens
openai    gpt-4o    1,200  $1,234.50   $1,234.50       $0.00          0             0           0          0
a|b       x             3      $0.50       $1.25      -$0.25          1             2           1          1
–         –             1    unknown     unknown       $0.00          0             1           0          0
2 others            1,200  $1,234.50   $1,234.50       $0.00          0             0           0          0
total                   3      $0.50       $1.25      -$0.25          1             2           1          1

"#]]
        );
        let mut sound = repriced();
        sound.total = sound.rows[0].sums;
        sound.rows.truncate(1);
        sound.others = None;
        let shown = render(&sound, Format::Table, &Page::plain());
        snapbox::assert_data_eq!(
            shown,
            snapbox::str![[r#"
provider  model   replies   recorded  recomputed  difference
openai    gpt-4o    1,200  $1,234.50   $1,234.50       $0.00
total               1,200  $1,234.50   $1,234.50       $0.00

"#]]
        );
        snapbox::assert_data_eq!(
            repriced_markdown(&sound),
            snapbox::str![[r#"
| provider | model | replies | recorded | recomputed | difference |
| :--- | :--- | ---: | ---: | ---: | ---: |
| openai | gpt-4o | 1,200 | $1,234.50 | $1,234.50 | $0.00 |
| total |  | 1,200 | $1,234.50 | $1,234.50 | $0.00 |

"#]]
        );
    }

    #[test]
    fn data_has_every_digit_in_a_promised_order() {
        let csv = render(&repriced(), Format::Csv, &Page::plain());
        snapbox::assert_data_eq!(
            csv,
            snapbox::str![[r#"
"provider","model","replies","recorded_usd","recomputed_usd","difference_usd","differing","unknown_costs","newly_priced","newly_priced_usd","without_price","without_tokens","without_time","not_recomputed_usd"
"openai","gpt-4o",1200,1234.5,1234.5,0,0,0,0,0,0,0,0,0
"a|b","x",3,0.5,1.25000000000000000000000001,-0.25,1,2,1,1.00000000000000000000000001,0,1,0,0
,,1,,,0,0,1,0,0,1,0,0,0

"#]]
        );
        let json = repriced().value().to_json();
        snapbox::assert_data_eq!(
            json,
            snapbox::str![[
                r#"{"day":"2026-11-23","since":null,"until":null,"timezone":"UTC","rows":[{"provider":"openai","model":"gpt-4o","replies":1200,"recorded_usd":1234.5,"recomputed_usd":1234.5,"difference_usd":0,"differing":0,"unknown_costs":0,"newly_priced":0,"newly_priced_usd":0,"without_price":0,"without_tokens":0,"without_time":0,"not_recomputed_usd":0},{"provider":"a|b","model":"x","replies":3,"recorded_usd":0.5,"recomputed_usd":1.25000000000000000000000001,"difference_usd":-0.25,"differing":1,"unknown_costs":2,"newly_priced":1,"newly_priced_usd":1.00000000000000000000000001,"without_price":0,"without_tokens":1,"without_time":0,"not_recomputed_usd":0},{"provider":"","model":"","replies":1,"recorded_usd":null,"recomputed_usd":null,"difference_usd":0,"differing":0,"unknown_costs":1,"newly_priced":0,"newly_priced_usd":0,"without_price":1,"without_tokens":0,"without_time":0,"not_recomputed_usd":0}],"others":{"rows":2,"replies":1200,"recorded_usd":1234.5,"recomputed_usd":1234.5,"difference_usd":0,"differing":0,"unknown_costs":0,"newly_priced":0,"newly_priced_usd":0,"without_price":0,"without_tokens":0,"without_time":0,"not_recomputed_usd":0},"total":{"replies":3,"recorded_usd":0.5,"recomputed_usd":1.25000000000000000000000001,"difference_usd":-0.25,"differing":1,"unknown_costs":2,"newly_priced":1,"newly_priced_usd":1.00000000000000000000000001,"without_price":0,"without_tokens":1,"without_time":0,"not_recomputed_usd":0}}"#
            ]]
        );
    }
}
