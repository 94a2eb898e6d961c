//! Which sessions have event streams, and up to which number there is something for each: of thousands of streams only
//! those ask the database that news are for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The sessions that listen.
#[derive(Debug, Default)]
pub struct Listeners {
    sessions: Mutex<HashMap<String, Heard>>,
}

#[derive(Debug, Default)]
struct Heard {
    streams: usize,
    /// The newest announcement that may be for it.
    newest: i64,
}

/// A stream of a session, until it is dropped.
#[derive(Debug)]
pub struct Listening {
    listeners: Arc<Listeners>,
    session: String,
}

impl Listeners {
    /// A stream begins. Whatever is committed by now it must look for itself.
    #[must_use]
    pub fn join(self: &Arc<Self>, session: &str) -> Listening {
        self.lock().entry(session.to_owned()).or_default().streams += 1;
        Listening { listeners: self.clone(), session: session.to_owned() }
    }

    /// Whether nobody listens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// There are announcements for sessions: their numbers, and whose they are.
    pub fn tell(&self, news: &[(i64, String)]) {
        let mut sessions = self.lock();
        for (seq, session) in news {
            if let Some(heard) = sessions.get_mut(session) {
                heard.newest = heard.newest.max(*seq);
            }
        }
    }

    /// There are announcements up to a number, and nobody knows for whom.
    pub fn tell_all(&self, newest: i64) {
        for heard in self.lock().values_mut() {
            heard.newest = heard.newest.max(newest);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Heard>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listening {
    /// The newest announcement that may be for this session, as far as it was told since it listens.
    #[must_use]
    pub fn newest(&self) -> i64 {
        self.listeners.lock().get(&self.session).map_or(0, |heard| heard.newest)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut sessions = self.listeners.lock();
        if let Some(heard) = sessions.get_mut(&self.session) {
            heard.streams -= 1;
            if heard.streams == 0 {
                sessions.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_session_hears_of_its_own_news_alone() {
        let listeners = Arc::new(Listeners::default());
        let (ada, bo) = (listeners.join("ada"), listeners.join("bo"));
        listeners.tell(&[(3, "ada".to_owned()), (2, "ada".to_owned()), (4, "nobody".to_owned())]);
        assert_eq!((ada.newest(), bo.newest()), (3, 0));
        listeners.tell_all(5);
        assert_eq!((ada.newest(), bo.newest()), (5, 5));
    }

    #[test]
    fn a_session_is_known_as_long_as_one_of_its_streams_lives() {
        let listeners = Arc::new(Listeners::default());
        let (first, second) = (listeners.join("ada"), listeners.join("ada"));
        drop(first);
        listeners.tell(&[(7, "ada".to_owned())]);
        assert_eq!(second.newest(), 7);
        drop(second);
        assert!(listeners.is_empty());
        assert_eq!(listeners.join("ada").newest(), 0);
    }
}
