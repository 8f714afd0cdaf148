//! Finds code in a reply.

/// Returns the content of the first fenced code block, with its last line break; to the end of the text if it is not closed.
///
/// Fences are as CommonMark has them: three or more backticks or tildes, indented by at most three spaces, closed by at
/// least as many of the same.
pub(super) fn first(text: &str) -> Option<&str> {
    let mut begun: Option<(usize, &str)> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let end = offset + line.len();
        match begun {
            None => begun = fence(line).map(|fence| (end, fence)),
            Some((start, fence)) => {
                if closes(line, fence) {
                    return Some(&text[start..offset]);
                }
            }
        }
        offset = end;
    }
    begun.map(|(start, _)| &text[start..])
}

/// Returns the marks with which a block begins.
fn fence(line: &str) -> Option<&str> {
    let trimmed = line.trim_start_matches(' ');
    let mark = trimmed
        .chars()
        .next()
        .filter(|mark| matches!(mark, '`' | '~'))?;
    let length = trimmed.len() - trimmed.trim_start_matches(mark).len();
    let (marks, info) = trimmed.split_at(length);
    let is_fence =
        line.len() - trimmed.len() <= 3 && length >= 3 && !(mark == '`' && info.contains('`'));
    is_fence.then_some(marks)
}

fn closes(line: &str, fence: &str) -> bool {
    let trimmed = line.trim_start_matches(' ');
    let rest = trimmed.strip_prefix(fence);
    line.len() - trimmed.len() <= 3
        && rest.is_some_and(|rest| rest.trim_start_matches(&fence[..1]).trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_block_is_found_whatever_its_fence() {
        let cases = [
            (
                "before\n```rust\nfn main() {}\n```\nafter\n```\nb\n```",
                Some("fn main() {}\n"),
            ),
            ("~~~\na\n```\nb\n~~~\n", Some("a\n```\nb\n")),
            ("````\n```\ninner\n```\n````", Some("```\ninner\n```\n")),
            ("   ```\n x\n   ```", Some(" x\n")),
            ("```\ncut off", Some("cut off")),
            ("```\n```", Some("")),
            ("no code, only `a` and ```b```", None),
            ("    ```\n    indented\n", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(first(text), expected, "{text:?}");
        }
    }
}
