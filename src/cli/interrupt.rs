//! Signals that ask the program to stop: Ctrl-C, SIGTERM and SIGHUP.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::failure::{Exit, Failure};

/// Calls `stop` at the first such signal. A second one ends the program at once, as it would have without us.
pub(crate) fn on_interrupt(stop: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(
            Exit::Other,
            "signals",
            format!("cannot listen for signals: {error}"),
        )
    };
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(failed)?;
    let listen = move || {
        let mut received = signals.forever();
        if received.next().is_some() {
            stop();
        }
        if let Some(signal) = received.next() {
            let _ = emulate_default_handler(signal);
        }
    };
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(listen)
        .map(drop)
        .map_err(failed)
}
