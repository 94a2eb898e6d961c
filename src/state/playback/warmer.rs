use super::{Playback, engine::Engine};
use crate::{browser::warm::Warm, model::prefetch::Job};
use std::{cell::RefCell, collections::HashMap};

/// How many films are fetched ahead at the same time.
const AT_ONCE: usize = 2;

/// What is fetched ahead of the elements.
#[derive(Debug, Default)]
pub(super) struct Warmer {
    running: RefCell<HashMap<usize, Warm>>,
    /// How many bytes were asked for, by address: nothing is fetched twice.
    done: RefCell<HashMap<String, u32>>,
}

impl Warmer {
    /// Ends everything.
    pub(super) fn stop(&self) {
        self.running.borrow_mut().clear();
    }

    /// Ends what is fetched for an item.
    pub(super) fn leave(&self, index: usize) {
        self.running.borrow_mut().remove(&index);
    }

    fn came(&self, index: usize) {
        // Dropped after the borrow: the request has ended, aborting it does nothing.
        let ended = self.running.borrow_mut().remove(&index);
        drop(ended);
    }
}

impl Playback {
    /// Brings what is fetched ahead in line with the plan.
    pub(super) fn warm(self, engine: &Engine, plan: &[Job]) {
        let warmer = &engine.warmer;
        let wanted = |index: &usize| plan.iter().any(|job| matches!(job, Job::Warm { .. }) && job.index() == *index);
        warmer.running.borrow_mut().retain(|index, _| wanted(index));
        for job in plan {
            if warmer.running.borrow().len() >= AT_ONCE {
                return;
            }
            if let Job::Warm { index, bytes } = *job {
                self.warm_one(warmer, index, bytes);
            }
        }
    }

    fn warm_one(self, warmer: &Warmer, index: usize, bytes: u32) {
        let Some(source) = self.rendition(index) else {
            return;
        };
        let known = warmer.done.borrow().get(&source.url).is_some();
        if known || warmer.running.borrow().contains_key(&index) {
            return;
        }
        let url = source.url.clone();
        let begun = Warm::start(&source.url, bytes, move |came| {
            self.with_engine(|engine| {
                engine.warmer.came(index);
                if came.is_some() {
                    engine.warmer.done.borrow_mut().insert(url, bytes);
                }
            });
            if let Some(came) = came {
                self.measured(came.bytes, came.ms);
                self.sync();
            }
        });
        if let Some(begun) = begun {
            warmer.running.borrow_mut().insert(index, begun);
        }
    }
}
