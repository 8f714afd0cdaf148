//! How often a benchmark runs what it times, and the middle of these times.

use std::error::Error;
use std::time::Duration;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// Reads `--runs N`. Cargo's own `--bench` is passed over.
pub(crate) fn asked_for(
    default: usize,
    mut arguments: impl Iterator<Item = String>,
) -> Outcome<usize> {
    let mut runs = default;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => {}
            "--runs" => {
                let number = arguments.next().ok_or("--runs wants a number")?;
                runs = number
                    .parse()
                    .ok()
                    .filter(|runs| *runs > 0)
                    .ok_or_else(|| format!("--runs wants a number above 0, not {number}"))?;
            }
            other => return Err(format!("{other} is unknown; there is only --runs N").into()),
        }
    }
    Ok(runs)
}

/// Returns the middle of these times in milliseconds; there is at least one.
pub(crate) fn median(times: &[Duration]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let middle = (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]) / 2;
    middle.as_secs_f64() * 1000.0
}
