use leptos::prelude::*;
use std::time::Duration;

/// One timer: started anew it lets go of what it was to do before, and it ends with the owner it was made in.
#[derive(Clone, Copy)]
pub struct OneTimer(StoredValue<Option<TimeoutHandle>>);

impl OneTimer {
    /// Does something after a while, in place of what it was to do.
    pub fn start(self, wait: Duration, then: impl FnOnce() + 'static) {
        self.stop();
        self.0.try_set_value(set_timeout_with_handle(then, wait).ok());
    }

    /// Lets go of what it was to do.
    pub fn stop(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }
}

/// A timer of the current owner.
#[must_use]
pub fn use_timer() -> OneTimer {
    let timer = OneTimer(StoredValue::new(None));
    on_cleanup(move || timer.stop());
    timer
}
