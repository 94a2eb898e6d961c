//! Doing work again that others came into between: PostgreSQL lets one of two that touch the same rows
//! end, and tells the other to begin anew.

use std::time::Duration;

/// How often work is begun anew.
const TRIES: u32 = 10;
/// The shortest pause before that, in milliseconds.
const SHORTEST: u64 = 2;
/// The longest.
const LONGEST: u64 = 60;

/// How often work may still be begun anew.
#[derive(Debug)]
pub struct Tries {
    left: u32,
}

impl Default for Tries {
    fn default() -> Self {
        Self { left: TRIES }
    }
}

impl Tries {
    /// Waits a little, at random, so that those who met don't meet again; false when it was often enough.
    pub async fn another(&mut self) -> bool {
        let Some(left) = self.left.checked_sub(1) else {
            return false;
        };
        self.left = left;
        // The first pauses are short: whoever was faster is nearly done.
        let most = (SHORTEST << (TRIES - left)).clamp(2 * SHORTEST, LONGEST);
        tokio::time::sleep(Duration::from_millis(SHORTEST + at_random() % (most - SHORTEST + 1))).await;
        true
    }
}

fn at_random() -> u64 {
    uuid::Uuid::new_v4().as_u64_pair().1 >> 8
}

/// Does work that may have to be begun anew: the expression is evaluated again while its error says so.
macro_rules! again {
    ($work:expr) => {{
        let mut tries = $crate::store::Tries::default();
        loop {
            match $work {
                Err(error) if error.again() && tries.another().await => {
                    tracing::debug!("others came in between; the work is begun anew");
                }
                outcome => break outcome,
            }
        }
    }};
}
pub(crate) use again;

#[cfg(test)]
mod tests {
    use super::*;

    struct Failure(bool);

    impl Failure {
        fn again(&self) -> bool {
            self.0
        }
    }

    #[tokio::test]
    async fn work_is_begun_anew_until_it_goes_well_or_was_begun_often_enough() {
        let mut left = 3;
        let mut work = async || {
            left -= 1;
            if left == 0 { Ok(7) } else { Err(Failure(true)) }
        };
        assert!(matches!(again!(work().await), Ok(7)));
        let mut count = 0;
        let mut work = async || {
            count += 1;
            Err::<(), _>(Failure(true))
        };
        assert!(again!(work().await).is_err());
        assert_eq!(count, 1 + TRIES);
    }

    #[tokio::test]
    async fn other_failures_are_told_at_once() {
        let mut count = 0;
        let mut work = async || {
            count += 1;
            Err::<(), _>(Failure(false))
        };
        assert!(again!(work().await).is_err());
        assert_eq!(count, 1);
    }
}
