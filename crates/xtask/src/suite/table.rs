//! The summary at the end of a test run.

use std::fmt::{self, Display};
use std::time::{Duration, Instant};

use crate::error::Result;
use crate::progress::seconds;

/// How each step went. After a failure the rest is not run.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

struct Row {
    name: &'static str,
    outcome: Outcome,
}

enum Outcome {
    Ok(Duration),
    Failed(Duration),
    NotRun,
}

impl Table {
    /// Runs one step under its name, unless an earlier one failed.
    pub fn run(&mut self, name: &'static str, step: impl FnOnce() -> Result) {
        let outcome = if self.all_ok() { timed(name, step) } else { Outcome::NotRun };
        self.rows.push(Row { name, outcome });
    }

    /// Whether every step so far went well.
    pub fn all_ok(&self) -> bool {
        self.rows.iter().all(|row| matches!(row.outcome, Outcome::Ok(_)))
    }
}

fn timed(name: &str, step: impl FnOnce() -> Result) -> Outcome {
    println!("\n── {name} ──");
    let started = Instant::now();
    match step() {
        Ok(()) => Outcome::Ok(started.elapsed()),
        Err(error) => {
            eprintln!("✗ {error}");
            Outcome::Failed(started.elapsed())
        }
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
        for Row { name, outcome } in &self.rows {
            let (word, time) = match outcome {
                Outcome::Ok(time) => ("ok", seconds(*time)),
                Outcome::Failed(time) => ("FAILED", seconds(*time)),
                Outcome::NotRun => ("not run", String::new()),
            };
            writeln!(f, "{}", format!("{name:width$}  {word:7}  {time}").trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn a_failure_stops_the_rest_and_shows() {
        let mut table = Table::default();
        table.run("first", || Ok(()));
        table.run("second", || Err(Error::new("broken")));
        table.run("third", || panic!("must not run"));
        assert!(!table.all_ok());
        let words: Vec<_> = table
            .to_string()
            .lines()
            .map(|line| line.split_whitespace().nth(1).unwrap_or_default().to_owned())
            .collect();
        assert_eq!(words, ["ok", "FAILED", "not"]);
    }
}
