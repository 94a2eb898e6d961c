//! One line a step: `▸ …` while it runs, `✓ … (12.3 s)` after.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A step on the screen.
pub struct Step {
    label: String,
    started: Instant,
    ticker: Option<Ticker>,
}

impl Step {
    /// Shows that `label` has been running since `started`. `live` lets the line count seconds;
    /// not where other output would be written into it.
    pub fn begin(label: &str, started: Instant, live: bool) -> Self {
        let ticker = (live && can_redraw()).then(|| Ticker::start(label.to_owned(), started));
        if ticker.is_none() {
            println!("▸ {label}");
        }
        Self { label: label.to_owned(), started, ticker }
    }

    /// Ends the step well.
    pub fn done(self) {
        self.end('✓');
    }

    /// Ends the step badly.
    pub fn failed(self) {
        self.end('✗');
    }

    fn end(self, mark: char) {
        if let Some(ticker) = self.ticker {
            ticker.stop();
        }
        println!("{mark} {} ({})", self.label, seconds(self.started.elapsed()));
    }
}

/// A remark between steps.
pub fn note(text: &str) {
    println!("  {text}");
}

/// `12.3 s`, or `3 min 5 s` from a minute on.
pub fn seconds(time: Duration) -> String {
    if time < Duration::from_secs(60) {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}

fn can_redraw() -> bool {
    io::stdout().is_terminal() && std::env::var_os("TERM").is_some_and(|term| term != "dumb")
}

/// Redraws the running line once a second.
struct Ticker {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Ticker {
    fn start(label: String, started: Instant) -> Self {
        let (stop, stopped) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            loop {
                print!("\r\x1b[2K▸ {label} … {} s", started.elapsed().as_secs());
                let _ = io::stdout().flush();
                match stopped.recv_timeout(Duration::from_secs(1)) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            print!("\r\x1b[2K");
        });
        Self { stop, thread }
    }

    fn stop(self) {
        drop(self.stop);
        // A ticker that panicked leaves an untidy line, nothing worse.
        let _ = self.thread.join();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!(seconds(Duration::from_millis(12_345)), "12.3 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 5 s");
    }
}
