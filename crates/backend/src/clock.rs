//! Time as an input: the shop asks a [`Clock`], tests hold one in their hand.

use jiff::Timestamp;
use std::sync::Arc;
use std::sync::Mutex;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands until a test moves it.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<Timestamp>>);

impl ManualClock {
    /// A clock that shows `start`.
    #[must_use]
    pub fn at(start: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(start)))
    }

    /// Lets seconds pass.
    pub fn advance_seconds(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now += jiff::SignedDuration::from_secs(seconds);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The wire's form of a moment.
#[must_use]
pub fn wire(at: Timestamp) -> vitrine_api::Timestamp {
    let text = at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    vitrine_api::Timestamp::try_from(text).unwrap_or_else(|_| unreachable!("strftime follows the shape"))
}

/// The wire's form of a day.
#[must_use]
pub fn wire_day(day: jiff::civil::Date) -> vitrine_api::Day {
    let text = day.strftime("%Y-%m-%d").to_string();
    vitrine_api::Day::try_from(text).unwrap_or_else(|_| unreachable!("strftime follows the shape"))
}

/// Microseconds since 1970, as the store keeps them.
#[must_use]
pub fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A stored moment.
#[must_use]
pub fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}
