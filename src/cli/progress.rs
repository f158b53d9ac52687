//! A sign of life on standard error: only on a terminal, and only when it takes long.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What takes less needs no sign.
const PATIENCE: Duration = Duration::from_secs(2);
const TICK: Duration = Duration::from_secs(1);

/// Does `work`; says meanwhile how long it has taken.
pub(super) fn during<T>(work: impl FnOnce() -> T) -> T {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if dumb || !std::io::stderr().is_terminal() {
        return work();
    }
    let (done, waiting) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || show(&waiting, &mut std::io::stderr()));
        let result = work();
        drop(done);
        result
    })
}

/// Writes to `out` until the other end is gone, and leaves the line as it was.
fn show(waiting: &mpsc::Receiver<()>, out: &mut dyn Write) {
    let start = Instant::now();
    let mut wait = PATIENCE;
    let mut shown = false;
    while let Err(RecvTimeoutError::Timeout) = waiting.recv_timeout(wait) {
        wait = TICK;
        shown = true;
        // Nobody is there to be told that the terminal is gone.
        let _ = write!(out, "\r\u{1b}[Kbywhen: reading the documents, {} s", start.elapsed().as_secs());
        let _ = out.flush();
    }
    if shown {
        let _ = write!(out, "\r\u{1b}[K");
        let _ = out.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quick_leaves_no_trace() {
        let (done, waiting) = mpsc::channel();
        drop(done);
        let mut out = Vec::new();
        show(&waiting, &mut out);
        assert!(out.is_empty());
        assert_eq!(during(|| 7), 7);
    }
}
