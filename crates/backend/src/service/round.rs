//! A round of a job over its rows, in which one that fails stands in nobody's way.

use super::{Refusal, Result};
use crate::store::{PAGE, again};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// After so many failures of a provider the other rows wait for the next round: it is away, and may keep each of
/// them waiting.
const MOST_FAILURES: u32 = 3;

/// The rows of each job that stayed as they were when they were last looked at. In memory alone: after a start all
/// are tried alike.
#[derive(Debug, Default)]
pub struct Stuck(Mutex<BTreeMap<&'static str, BTreeSet<String>>>);

/// One round. Rows that are stuck come after all others, and a page is read besides them, so that there is always
/// room for one that may go well.
pub(crate) struct Round<'a> {
    job: &'static str,
    all: &'a Stuck,
    stuck: BTreeSet<String>,
    failures: u32,
    failed: Option<Refusal>,
}

impl<'a> Round<'a> {
    /// A round of a job, which has one name in the log and for its stuck rows.
    pub(crate) fn begin(all: &'a Stuck, job: &'static str) -> Self {
        let known = all.0.lock().unwrap_or_else(PoisonError::into_inner);
        let stuck = known.get(job).cloned().unwrap_or_default();
        drop(known);
        Self { job, all, stuck, failures: 0, failed: None }
    }

    /// How many rows to read.
    pub(crate) fn page(&self) -> i64 {
        i64::try_from(PAGE + self.stuck.len()).unwrap_or(i64::MAX)
    }

    /// Works on the rows one after another, anew where others came in between, until the round is over; true when one
    /// of them was worked on.
    pub(crate) async fn each<W>(&mut self, rows: Vec<String>, work: impl Fn(String) -> W) -> bool
    where
        W: Future<Output = Result<bool>>,
    {
        let mut done = false;
        for id in self.order(rows) {
            let outcome = again!(work(id.clone()).await);
            done |= matches!(outcome, Ok(true));
            if !self.goes_on(&id, outcome) {
                break;
            }
        }
        done
    }

    /// The ids of the rows in the order in which they are tried.
    fn order(&mut self, mut rows: Vec<String>) -> Vec<String> {
        // Those that aren't due any more are forgotten.
        self.stuck.retain(|id| rows.contains(id));
        rows.sort_by_key(|id| self.stuck.contains(id));
        rows
    }

    /// Notes what came of a row, which was worked on or had to stay as it is; false when the round is over, because
    /// the others would fare no better.
    fn goes_on(&mut self, id: &str, outcome: Result<bool>) -> bool {
        let refusal = match outcome {
            Ok(true) => {
                self.stuck.remove(id);
                return true;
            }
            Ok(false) => {
                self.stuck.insert(id.to_owned());
                return true;
            }
            Err(refusal) => refusal,
        };
        if matches!(&refusal, Refusal::Store(error) if error.passes() && !error.again()) {
            self.failed = Some(refusal);
            return false;
        }
        let first = self.stuck.insert(id.to_owned());
        tell(self.job, id, &refusal, first);
        let away = matches!(refusal, Refusal::Provider(_));
        self.failures += u32::from(away);
        // The worker has to hear of a provider before all else: it asks less often then.
        if away || self.failed.is_none() {
            self.failed = Some(refusal);
        }
        self.failures < MOST_FAILURES
    }

    /// What the job reports.
    ///
    /// # Errors
    /// What one of its rows failed of.
    pub(crate) fn end(self) -> Result<()> {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).insert(self.job, self.stuck);
        self.failed.map_or(Ok(()), Err)
    }
}

/// Says which row failed; loudly the first time, because it is tried four times a second.
fn tell(job: &str, id: &str, refusal: &Refusal, first: bool) {
    let why = match refusal {
        Refusal::Store(error) => error.to_string(),
        Refusal::Provider(words) => words.clone(),
        Refusal::Problem { detail, .. } => detail.clone(),
    };
    if first {
        tracing::error!(job, id, why, "a row failed; the others go on, and it is tried again");
    } else {
        tracing::debug!(job, id, why, "a row failed again");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_api::ProblemCode;

    fn bad() -> Result<bool> {
        Err(Refusal::new(ProblemCode::InvalidState, "It is broken."))
    }

    fn away() -> Result<bool> {
        Err(Refusal::Provider("no answer".to_owned()))
    }

    fn ids(range: std::ops::Range<usize>) -> Vec<String> {
        range.map(|nth| format!("row-{nth:03}")).collect()
    }

    /// A round over the first rows that are due, of which those below a number fail.
    fn round(stuck: &Stuck, due: &[String], bad_below: usize) -> (Vec<String>, Result<()>) {
        let mut round = Round::begin(stuck, "packing");
        let page = usize::try_from(round.page()).unwrap();
        let (mut done, last) = (Vec::new(), format!("row-{bad_below:03}"));
        for id in round.order(due.iter().take(page).cloned().collect()) {
            let outcome = if id < last { bad() } else { Ok(true) };
            if matches!(outcome, Ok(true)) {
                done.push(id.clone());
            }
            assert!(round.goes_on(&id, outcome));
        }
        (done, round.end())
    }

    #[test]
    fn a_page_of_rows_that_fail_does_not_starve_the_one_behind_them() {
        let (stuck, due) = (Stuck::default(), ids(0..PAGE + 1));
        let (done, told) = round(&stuck, &due, PAGE);
        assert!(done.is_empty() && told.is_err());
        let (done, told) = round(&stuck, &due, PAGE);
        assert_eq!(done, ids(PAGE..PAGE + 1));
        assert!(told.is_err(), "it is reported each time");
        let (done, told) = round(&stuck, &due, 0);
        assert_eq!(done.len(), PAGE + 1, "each is tried again");
        assert!(told.is_ok());
        assert_eq!(Round::begin(&stuck, "packing").page(), PAGE as i64, "nothing is stuck any more");
    }

    #[test]
    fn what_failed_comes_last_and_a_provider_that_is_away_ends_the_round() {
        let stuck = Stuck::default();
        let mut first = Round::begin(&stuck, "expiry");
        let rows = first.order(ids(0..5));
        let tried: Vec<bool> = rows.iter().take(3).map(|id| first.goes_on(id, away())).collect();
        assert_eq!(tried, [true, true, false]);
        assert!(matches!(first.end(), Err(Refusal::Provider(_))));
        let mut second = Round::begin(&stuck, "expiry");
        assert_eq!(second.order(ids(0..5))[..2], ids(3..5), "the two that nobody tried");
        assert_eq!(Round::begin(&stuck, "silence").page(), PAGE as i64, "each job has its own");
    }

    #[test]
    fn a_provider_is_told_of_before_a_broken_row_and_a_database_that_is_away_ends_it_at_once() {
        let stuck = Stuck::default();
        let mut mixed = Round::begin(&stuck, "refunds");
        assert!(mixed.goes_on("a", away()) && mixed.goes_on("b", bad()) && mixed.goes_on("c", Ok(false)));
        assert!(matches!(mixed.end(), Err(Refusal::Provider(_))));
        let mut locked = Round::begin(&stuck, "refunds");
        assert!(!locked.goes_on("d", Err(Refusal::from(sqlx::Error::PoolTimedOut))));
        assert!(matches!(locked.end(), Err(Refusal::Store(_))));
    }
}
