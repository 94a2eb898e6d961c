use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

struct Slot<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

/// A value that comes later, once.
pub struct Later<T>(Arc<Mutex<Slot<T>>>);

/// Gives the value.
pub struct Giver<T>(Arc<Mutex<Slot<T>>>);

/// A promise and the means to keep it.
#[must_use]
pub fn later<T>() -> (Giver<T>, Later<T>) {
    let slot = Arc::new(Mutex::new(Slot { value: None, waker: None }));
    (Giver(slot.clone()), Later(slot))
}

impl<T> Giver<T> {
    /// Keeps the promise.
    pub fn give(self, value: T) {
        if let Ok(mut slot) = self.0.lock() {
            slot.value = Some(value);
            if let Some(waker) = slot.waker.take() {
                waker.wake();
            }
        }
    }
}

impl<T> Future for Later<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let Ok(mut slot) = self.0.lock() else {
            return Poll::Pending;
        };
        match slot.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
