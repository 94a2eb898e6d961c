use super::listen::Listener;
use crate::model::json;
use gloo_timers::callback::Timeout;
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use vitrine_api::ServerEvent;
use web_sys::{Event, EventSource, MessageEvent};

/// A stream of server-sent events; dropping it closes the connection.
pub struct Events {
    inner: Rc<Inner>,
}

struct Inner {
    url: String,
    on_message: Box<dyn Fn(ServerEvent)>,
    on_state: Box<dyn Fn(bool)>,
    connection: RefCell<Option<Connection>>,
    timer: RefCell<Option<Timeout>>,
    failures: Cell<u32>,
    /// The connection hasn't stood yet.
    begins: Cell<bool>,
}

struct Connection {
    source: EventSource,
    _listeners: Vec<Listener>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl Events {
    /// Connects. `on_state` is told whenever the connection stands or breaks. The browser
    /// reconnects by itself and asks for what was missed. Every connection of ours begins with a
    /// [`ServerEvent::Reset`]: what happened before it stood, and after what is known was asked for, is not in it.
    #[must_use]
    pub fn open(url: &str, on_message: impl Fn(ServerEvent) + 'static, on_state: impl Fn(bool) + 'static) -> Self {
        let inner = Rc::new(Inner {
            url: url.to_owned(),
            on_message: Box::new(on_message),
            on_state: Box::new(on_state),
            connection: RefCell::new(None),
            timer: RefCell::new(None),
            failures: Cell::new(0),
            begins: Cell::new(true),
        });
        connect(&inner);
        Self { inner }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.inner.timer.take();
        self.inner.connection.take();
    }
}

fn connect(inner: &Rc<Inner>) {
    inner.begins.set(true);
    let Ok(source) = EventSource::new(&inner.url) else {
        return later(inner);
    };
    let mut listeners: Vec<Listener> = ["order", "cart", "reset", "message"]
        .into_iter()
        .map(|name| {
            let weak = Rc::downgrade(inner);
            Listener::new(&source, name, move |event: MessageEvent| receive(&weak, &event))
        })
        .collect();
    let weak = Rc::downgrade(inner);
    listeners.push(Listener::new(&source, "open", move |_: Event| {
        if let Some(inner) = weak.upgrade() {
            (inner.on_state)(true);
            inner.failures.set(0);
            if inner.begins.replace(false) {
                (inner.on_message)(ServerEvent::Reset);
            }
        }
    }));
    let weak = Rc::downgrade(inner);
    listeners.push(Listener::new(&source, "error", move |_: Event| {
        if let Some(inner) = weak.upgrade() {
            failed(&inner);
        }
    }));
    inner.connection.replace(Some(Connection { source, _listeners: listeners }));
}

fn receive(inner: &Weak<Inner>, event: &MessageEvent) {
    let event = event.data().as_string();
    let event = event.and_then(|data| json::read(&data).ok());
    if let (Some(inner), Some(event)) = (inner.upgrade(), event) {
        (inner.on_message)(event);
    }
}

fn failed(inner: &Rc<Inner>) {
    (inner.on_state)(false);
    let closed = inner
        .connection
        .borrow()
        .as_ref()
        .is_some_and(|connection| connection.source.ready_state() == EventSource::CLOSED);
    if closed {
        later(inner);
    }
}

/// Tries again in 1, 2, 4 … 30 seconds, with jitter.
fn later(inner: &Rc<Inner>) {
    let failures = inner.failures.get();
    inner.failures.set(failures.saturating_add(1));
    let longest = f64::from((1000_u32 << failures.min(5)).min(30_000));
    let pause = longest * (0.5 + js_sys::Math::random() / 2.0);
    let weak = Rc::downgrade(inner);
    let timer = Timeout::new(pause as u32, move || {
        if let Some(inner) = weak.upgrade() {
            connect(&inner);
        }
    });
    inner.timer.replace(Some(timer));
}
