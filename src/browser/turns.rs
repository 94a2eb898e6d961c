//! Work in turns: the application is put together in many short tasks instead of a long one. Between two of
//! them the browser answers fingers and draws.

use leptos::leptos_dom::helpers::request_animation_frame;
use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    rc::Rc,
    task::Poll,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageChannel, MessagePort};

/// What comes first while the application starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// What everything else needs.
    Ground,
    /// What the address is of: the feed, or another screen.
    Screen,
    /// The words on the first film, and its label.
    Words,
    /// What can be done with it.
    Actions,
    /// The film itself, which takes the place of what boot/boot.js showed.
    Film,
    /// The ways to other screens.
    Ways,
    /// What is in the slides beside.
    Beside,
    /// What opens over the screen.
    Panels,
    /// What can wait for all that.
    Last,
}

type Job = Box<dyn FnOnce()>;

thread_local! {
    /// The most urgent first.
    static JOBS: RefCell<Vec<(Turn, Job)>> = const { RefCell::new(Vec::new()) };
    static STARTING: Cell<bool> = const { Cell::new(true) };
    static PORT: Option<MessagePort> = connect();
}

/// Where a message begins the next turn: not delayed as timers are, and behind fingers and frames.
fn connect() -> Option<MessagePort> {
    let channel = MessageChannel::new().ok()?;
    let next = Closure::<dyn FnMut()>::new(run_next);
    channel.port1().set_onmessage(Some(next.as_ref().unchecked_ref()));
    // As long as the page lives.
    next.forget();
    Some(channel.port2())
}

fn run_next() {
    let job = JOBS.with_borrow_mut(|jobs| (!jobs.is_empty()).then(|| jobs.remove(0)));
    if let Some((_, job)) = job {
        job();
    }
}

/// Does something in a task of its own, after what is as urgent or more.
pub fn later(turn: Turn, job: impl FnOnce() + 'static) {
    JOBS.with_borrow_mut(|jobs| {
        let at = jobs.partition_point(|(of, _)| *of <= turn);
        jobs.insert(at, (turn, Box::new(job)));
    });
    let told = PORT.with(|port| port.as_ref().is_some_and(|port| port.post_message(&JsValue::NULL).is_ok()));
    if !told {
        run_next();
    }
}

/// Waits for a task of its own, after what is as urgent or more.
pub async fn turn(turn: Turn) {
    let came = Rc::new(Cell::new(false));
    let mut asked = false;
    poll_fn(move |context| {
        if came.get() {
            return Poll::Ready(());
        }
        if !asked {
            asked = true;
            let (came, waker) = (came.clone(), context.waker().clone());
            later(turn, move || {
                came.set(true);
                waker.wake();
            });
        }
        Poll::Pending
    })
    .await;
}

/// Does something in a task of its own once the next frame is drawn; soon where none is drawn.
pub fn after_frame(job: impl FnOnce() + 'static) {
    let seen = web_sys::window().and_then(|window| window.document()).is_some_and(|page| !page.hidden());
    if seen {
        request_animation_frame(move || later(Turn::Ground, job));
    } else {
        later(Turn::Ground, job);
    }
}

/// Whether the application is still being put together.
#[must_use]
pub fn is_starting() -> bool {
    STARTING.get()
}

/// Says that it stands.
pub fn started() {
    STARTING.set(false);
}
