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

/// How a step ended that didn't fail.
pub enum Done {
    /// It ran.
    Ran,
    /// It can't run on this machine; why.
    Skipped(String),
}

impl From<()> for Done {
    fn from((): ()) -> Self {
        Self::Ran
    }
}

enum Outcome {
    Ok(Duration),
    Skipped,
    Failed(Duration),
    NotRun,
}

impl Table {
    /// Runs one step under its name, unless an earlier one failed.
    pub fn run<D: Into<Done>>(&mut self, name: &'static str, step: impl FnOnce() -> Result<D>) {
        let outcome = if self.all_ok() { timed(name, step) } else { Outcome::NotRun };
        self.rows.push(Row { name, outcome });
    }

    /// Whether every step so far went well.
    pub fn all_ok(&self) -> bool {
        self.rows.iter().all(|row| matches!(row.outcome, Outcome::Ok(_) | Outcome::Skipped))
    }
}

fn timed<D: Into<Done>>(name: &str, step: impl FnOnce() -> Result<D>) -> Outcome {
    println!("\n── {name} ──");
    let started = Instant::now();
    match step().map(Into::<Done>::into) {
        Ok(Done::Ran) => Outcome::Ok(started.elapsed()),
        Ok(Done::Skipped(why)) => {
            println!("{name}: not run, because {why}");
            Outcome::Skipped
        }
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
                Outcome::Skipped => ("skipped", String::new()),
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
        table.run("second", || -> Result { Err(Error::new("broken")) });
        table.run("third", || -> Result { panic!("must not run") });
        assert!(!table.all_ok());
        let words: Vec<_> = table
            .to_string()
            .lines()
            .map(|line| line.split_whitespace().nth(1).unwrap_or_default().to_owned())
            .collect();
        assert_eq!(words, ["ok", "FAILED", "not"]);
    }

    #[test]
    fn what_was_skipped_is_not_called_ok_and_stops_nothing() {
        let mut table = Table::default();
        table.run("first", || Ok(Done::Skipped("there is none".to_owned())));
        table.run("second", || Ok(()));
        assert!(table.all_ok());
        let text = table.to_string();
        let words: Vec<_> = text.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
        assert_eq!(words, ["skipped", "ok"]);
    }
}
