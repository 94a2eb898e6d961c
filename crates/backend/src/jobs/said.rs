//! What jobs say when they fail: aloud when it is new, and quietly while it is the same, four times a second.

use std::collections::BTreeMap;

/// What each job said last.
#[derive(Debug, Default)]
pub(super) struct Said(BTreeMap<&'static str, String>);

impl Said {
    /// A job went well: whatever it says next is new.
    pub(super) fn well(&mut self, job: &'static str) {
        self.0.remove(job);
    }

    /// Whether a job says something else than last time.
    pub(super) fn news(&mut self, job: &'static str, words: &str) -> bool {
        if self.0.get(job).is_some_and(|last| last == words) {
            return false;
        }
        self.0.insert(job, words.to_owned());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_news_once_and_again_after_it_went_well() {
        let mut said = Said::default();
        assert!(said.news("packing", "a row is broken") && !said.news("packing", "a row is broken"));
        assert!(said.news("silence", "a row is broken") && said.news("packing", "two are"));
        said.well("packing");
        assert!(said.news("packing", "two are"));
    }
}
