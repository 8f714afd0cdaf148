//! A block of lines in the crontab of the user, between two comments. What stands around it stays to the byte.

use super::State;
use super::tool;
use crate::actions::{ActionError, ActionResult};

const CRONTAB: &str = "crontab";

/// Puts the line into the crontab, in the place of the one that was there under the same name.
pub(super) fn install(name: &str, line: &str) -> ActionResult<State> {
    let old = read()?;
    let (new, had_one) = with_block(&old, name, Some(line))?;
    if new == old {
        return Ok(State::Unchanged);
    }
    write(&new)?;
    Ok(if had_one {
        State::Replaced
    } else {
        State::Installed
    })
}

/// Takes the line of this name out, and returns whether there was one.
pub(super) fn remove(name: &str) -> ActionResult<bool> {
    let old = read()?;
    let (new, had_one) = with_block(&old, name, None)?;
    if had_one {
        write(&new)?;
    }
    Ok(had_one)
}

/// Returns the crontab as it is; that there is none yet is told by an error whose words differ a little.
fn read() -> ActionResult<Vec<u8>> {
    match tool::run(CRONTAB, &["-l"], b"") {
        Ok(text) => Ok(text),
        Err(ActionError::ProgramFailed { said, .. }) if is_none_yet(&said) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn is_none_yet(said: &str) -> bool {
    let said = said.to_lowercase();
    // Of the second kind is BusyBox.
    said.contains("no crontab for")
        || (said.contains("can't open") && said.contains("no such file"))
}

fn write(text: &[u8]) -> ActionResult<()> {
    tool::run(CRONTAB, &["-"], text).map(drop)
}

/// Returns the text with the block of that name replaced, added at the end, or taken out; and whether there was one.
fn with_block(text: &[u8], name: &str, line: Option<&str>) -> ActionResult<(Vec<u8>, bool)> {
    let (begin, end) = (format!("# BEGIN {name}"), format!("# END {name}"));
    let block = line.map_or(String::new(), |line| format!("{begin}\n{line}\n{end}\n"));
    let lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    let places = |marker: &str| -> Vec<usize> {
        let is_marker = |line: &[u8]| line.trim_ascii_end() == marker.as_bytes();
        let found = lines.iter().enumerate();
        found
            .filter(|(_, line)| is_marker(line))
            .map(|(place, _)| place)
            .collect()
    };
    match (places(&begin).as_slice(), places(&end).as_slice()) {
        ([], []) => {
            let mut new = text.to_vec();
            if !new.is_empty() && !new.ends_with(b"\n") && !block.is_empty() {
                new.push(b'\n');
            }
            new.extend_from_slice(block.as_bytes());
            Ok((new, false))
        }
        ([first], [last]) if first < last => {
            let new = [
                &lines[..*first].concat(),
                block.as_bytes(),
                &lines[last + 1..].concat(),
            ];
            Ok((new.concat(), true))
        }
        // What is to be replaced could be anything.
        _ => Err(ActionError::CrontabTorn { begin, end }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHERS: &[u8] = b"# mine\nSHELL=/bin/sh\n\n0 1 * * *  tar c \xff | x\n";

    fn after(text: &[u8], line: Option<&str>) -> (Vec<u8>, bool) {
        with_block(text, "job", line).expect("a crontab that is in order")
    }

    #[test]
    fn a_block_is_added_replaced_and_taken_out_and_nothing_else_changes() {
        let (added, had_one) = after(OTHERS, Some("0 2 * * * a"));
        assert!(!had_one);
        let block = b"# BEGIN job\n0 2 * * * a\n# END job\n";
        assert_eq!(added, [OTHERS, block].concat());
        assert_eq!(after(&added, Some("0 2 * * * a")), (added.clone(), true));
        let more = [&added[..], b"5 5 * * * z\n"].concat();
        let (changed, _) = after(&more, Some("0 3 * * * b"));
        let block = b"# BEGIN job\n0 3 * * * b\n# END job\n5 5 * * * z\n";
        assert_eq!(changed, [OTHERS, block].concat());
        assert_eq!(after(&added, None), (OTHERS.to_vec(), true));
        assert_eq!(after(OTHERS, None), (OTHERS.to_vec(), false));
        assert_eq!(after(b"", None), (Vec::new(), false));
        assert!(
            after(b"no end", Some("l"))
                .0
                .starts_with(b"no end\n# BEGIN")
        );
    }

    #[test]
    fn blocks_of_other_names_are_others_lines() {
        let other = b"# BEGIN job2\n0 2 * * * a\n# END job2\n";
        let (both, had_one) = after(other, Some("l"));
        assert!(!had_one && both.starts_with(other));
        assert_eq!(after(&both, None), (other.to_vec(), true));
    }

    #[test]
    fn a_block_that_somebody_tore_is_left_alone() {
        for text in [
            "# BEGIN job\na\n",
            "# END job\n",
            "# END job\n# BEGIN job\n",
            "# BEGIN job\n# BEGIN job\n# END job\n",
        ] {
            let refused = with_block(text.as_bytes(), "job", Some("l"));
            assert!(refused.is_err(), "{text}");
        }
    }

    #[test]
    fn having_none_yet_is_known_from_being_refused() {
        assert!(is_none_yet("no crontab for ada"));
        assert!(is_none_yet(
            "crontab: can't open 'ada': No such file or directory"
        ));
        assert!(!is_none_yet(
            "You (ada) are not allowed to use this program (crontab)"
        ));
    }
}
