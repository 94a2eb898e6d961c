//! What a measurement found, against its bars: a table for docs/PERFORMANCE.md and JSON.

use serde::Serialize;
use std::fmt::Write;
use std::time::Duration;

/// Times of many calls.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Times {
    /// How many.
    pub count: usize,
    /// A second.
    pub per_second: f64,
    /// Milliseconds that half of them took at most.
    pub p50: f64,
    /// … 95 of a hundred.
    pub p95: f64,
    /// … 99 of a hundred.
    pub p99: f64,
}

impl Times {
    /// Out of single times, within a span.
    pub fn of(mut times: Vec<Duration>, span: Duration) -> Self {
        times.sort();
        let at = |share: f64| {
            let index = (times.len().saturating_sub(1) as f64 * share) as usize;
            times.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
        };
        let (p50, p95, p99) = (at(0.5), at(0.95), at(0.99));
        Self { count: times.len(), per_second: times.len() as f64 / span.as_secs_f64(), p50, p95, p99 }
    }
}

/// A line of the table.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    /// What was measured.
    pub what: String,
    /// What was found, for people.
    pub found: String,
    /// What must be, for people; empty where nothing must.
    pub bar: String,
    /// Whether it is; none where nothing must.
    pub kept: Option<bool>,
}

/// All of it.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Report {
    /// The lines, in the order they were measured.
    pub lines: Vec<Line>,
}

impl Report {
    /// Notes something no bar is set for.
    pub fn note(&mut self, what: &str, found: impl Into<String>) {
        self.lines.push(Line { what: what.to_owned(), found: found.into(), bar: String::new(), kept: None });
    }

    /// Notes something that must be.
    pub fn bar(&mut self, what: &str, found: impl Into<String>, bar: &str, kept: bool) {
        self.lines.push(Line { what: what.to_owned(), found: found.into(), bar: bar.to_owned(), kept: Some(kept) });
    }

    /// Notes times with a bar for how many a second and one for the 99th of a hundred, in milliseconds.
    pub fn times(&mut self, what: &str, times: &Times, at_least: f64, p99_below: f64) {
        let rate = format!("{:.0}/s", times.per_second);
        self.bar(what, rate, &format!("≥ {at_least:.0}/s"), times.per_second >= at_least);
        let found = format!("p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms", times.p50, times.p95, times.p99);
        self.bar(&format!("{what}, time"), found, &format!("p99 < {p99_below:.0} ms"), times.p99 < p99_below);
    }

    /// How many bars are broken.
    pub fn broken(&self) -> usize {
        self.lines.iter().filter(|line| line.kept == Some(false)).count()
    }

    /// As Markdown.
    pub fn table(&self) -> String {
        let mut text = String::from("| | found | bar | |\n|-|-|-|-|\n");
        for Line { what, found, bar, kept } in &self.lines {
            let verdict = match kept {
                Some(true) => "kept",
                Some(false) => "BROKEN",
                None => "",
            };
            // Writing into a text never fails.
            let _ = writeln!(text, "| {what} | {found} | {bar} | {verdict} |");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_bar_is_counted_and_named() {
        let times = Times::of((1..=100).map(Duration::from_millis).collect(), Duration::from_secs(1));
        assert_eq!((times.count, times.p50.round(), times.p99.round()), (100, 50.0, 99.0));
        let mut report = Report::default();
        report.times("reads", &times, 50.0, 50.0);
        assert_eq!(report.broken(), 1);
        assert!(
            report.table().contains("| reads, time | p50 50.0 ms, p95 95.0 ms, p99 99.0 ms | p99 < 50 ms | BROKEN |")
        );
    }

    #[test]
    fn nothing_measured_keeps_no_bar() {
        let mut report = Report::default();
        report.times("reads", &Times::of(Vec::new(), Duration::from_secs(1)), 1.0, 50.0);
        assert_eq!(report.broken(), 2);
    }
}
