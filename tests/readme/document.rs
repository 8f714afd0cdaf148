//! README as lines, with the parts of it that can be compared and replaced: tables, and blocks of shell.

/// A Markdown text.
pub(crate) struct Document {
    lines: Vec<String>,
}

/// A command of a console block, and what README shows of its output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// What is typed; several lines if it goes on behind `> `.
    pub(crate) command: String,
    /// Each line ended.
    pub(crate) output: String,
}

impl Document {
    pub(crate) fn parse(text: &str) -> Self {
        Self {
            lines: text.lines().map(str::to_owned).collect(),
        }
    }

    pub(crate) fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }

    /// Returns the rows of the first table below a heading, each as its cells.
    pub(crate) fn table(&self, heading: &str) -> Vec<Vec<String>> {
        let (start, end) = self.rows_below(heading);
        let cells = |row: &String| {
            let row = row.trim().trim_matches('|');
            row.split('|').map(|cell| cell.trim().to_owned()).collect()
        };
        self.lines[start..end].iter().map(cells).collect()
    }

    /// Replaces the rows of the first table below a heading.
    pub(crate) fn set_table(&mut self, heading: &str, rows: &[Vec<String>]) {
        let (start, end) = self.rows_below(heading);
        let rows = rows
            .iter()
            .map(|cells| format!("| {} |", cells.join(" | ")));
        self.lines.splice(start..end, rows);
    }

    /// Returns where the rows begin and end, without the titles and the line below them.
    fn rows_below(&self, heading: &str) -> (usize, usize) {
        let is_heading =
            |line: &String| line.trim_start_matches('#').trim() == heading && line.starts_with('#');
        let found = self.lines.iter().position(is_heading);
        let section = found.unwrap_or_else(|| panic!("README has no heading {heading:?}"));
        let is_row = |line: &String| line.starts_with('|');
        let rest = &self.lines[section..];
        let titles = rest.iter().position(is_row);
        let titles = titles.unwrap_or_else(|| panic!("there is no table below {heading:?}"));
        let rows = rest[titles..]
            .iter()
            .take_while(|line| is_row(line))
            .count();
        assert!(rows >= 2, "the table below {heading:?} has no titles");
        (section + titles + 2, section + titles + rows)
    }

    /// Returns the steps of all blocks marked as `console`, in order.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let blocks = self.console_blocks();
        blocks
            .into_iter()
            .flat_map(|(start, end)| steps(&self.lines[start..end]))
            .collect()
    }

    /// Replaces the outputs of all steps, in order.
    pub(crate) fn set_outputs(&mut self, outputs: &[String]) {
        let mut next = outputs.len();
        // From the last, so that the places of those before it stay.
        for (start, end) in self.console_blocks().into_iter().rev() {
            let steps = steps(&self.lines[start..end]);
            next -= steps.len();
            let mut lines = Vec::new();
            for (step, output) in steps.iter().zip(&outputs[next..]) {
                for (place, line) in step.command.lines().enumerate() {
                    let prompt = if place == 0 { '$' } else { '>' };
                    lines.push(format!("{prompt} {line}"));
                }
                lines.extend(output.lines().map(str::to_owned));
            }
            self.lines.splice(start..end, lines);
        }
    }

    fn console_blocks(&self) -> Vec<(usize, usize)> {
        let mut blocks = Vec::new();
        let mut start = None;
        for (place, line) in self.lines.iter().enumerate() {
            match start {
                None if line == "```console" => start = Some(place + 1),
                Some(from) if line == "```" => {
                    blocks.push((from, place));
                    start = None;
                }
                _ => {}
            }
        }
        blocks
    }
}

fn steps(lines: &[String]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in lines {
        if let Some(command) = line.strip_prefix("$ ") {
            let (command, output) = (command.to_owned(), String::new());
            steps.push(Step { command, output });
            continue;
        }
        let step = steps.last_mut().expect("a block begins with a command");
        match line.strip_prefix("> ") {
            Some(more) if step.output.is_empty() => step.command += &format!("\n{more}"),
            _ => step.output += &format!("{line}\n"),
        }
    }
    steps
}

const SAMPLE: &str = "# T\n\n## One\n\n| a | b |\n| --- | --- |\n| `1` | x |\n\n```console\n$ one \\\n> more\nout\n$ two\n```\n\n```sh\n$ no\n```\n\n```console\n$ three\nold\n```\n";

#[test]
fn tables_are_read_and_replaced() {
    let mut document = Document::parse(SAMPLE);
    assert_eq!(document.table("One"), [["`1`", "x"]]);
    document.set_table(
        "One",
        &[vec!["2".into(), "y".into()], vec!["3".into(), "z".into()]],
    );
    assert_eq!(
        document.text(),
        SAMPLE.replace("| `1` | x |", "| 2 | y |\n| 3 | z |")
    );
}

#[test]
fn steps_are_read_and_their_outputs_replaced() {
    let mut document = Document::parse(SAMPLE);
    let steps = document.steps();
    let commands: Vec<_> = steps.iter().map(|step| step.command.as_str()).collect();
    assert_eq!(commands, ["one \\\nmore", "two", "three"]);
    let outputs: Vec<_> = steps.into_iter().map(|step| step.output).collect();
    assert_eq!(outputs, ["out\n", "", "old\n"]);
    document.set_outputs(&outputs);
    assert_eq!(document.text(), SAMPLE);
    document.set_outputs(&["a\nb\n".into(), "c\n".into(), String::new()]);
    let wanted = SAMPLE
        .replace("out\n", "a\nb\n")
        .replace("two\n", "two\nc\n")
        .replace("old\n", "");
    assert_eq!(document.text(), wanted);
}
