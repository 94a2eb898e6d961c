//! One event stream for all tabs of a browser: the tab that holds a lock has the connection and
//! tells the others; when it goes, the next one connects.
//!
//! Six connections to a host are all that HTTP/1.1 gives a browser: a stream for each tab would
//! leave none for anything else.

use super::{events::Events, listen::Listener};
use crate::model::json;
use js_sys::{Function, Object, Promise, Reflect};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use vitrine_api::ServerEvent;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{AbortController, BroadcastChannel, MessageEvent};

/// The name of the lock and of the channel.
const NAME: &str = "vitrine-events";
/// What the holder tells about its connection.
const UP: &str = "up";
const DOWN: &str = "down";
/// A new tab asks whether the stream stands.
const ASK: &str = "ask";

/// A share in the stream; dropping it ends that, and hands the connection on.
pub struct SharedEvents {
    inner: Rc<Inner>,
}

/// Called with the lock; as long as its promise is open, the lock is held.
type Granted = Closure<dyn FnMut(JsValue) -> Promise>;

struct Inner {
    url: String,
    on_message: Box<dyn Fn(ServerEvent)>,
    on_state: Box<dyn Fn(bool)>,
    channel: Option<BroadcastChannel>,
    listener: RefCell<Option<Listener>>,
    /// This tab's own connection, while it has one.
    own: RefCell<Option<Events>>,
    up: Cell<bool>,
    /// Gives the lock back.
    release: RefCell<Option<Function>>,
    /// Takes the wish for the lock back.
    abort: Option<AbortController>,
    granted: RefCell<Option<Granted>>,
}

impl SharedEvents {
    /// As [`Events::open`].
    #[must_use]
    pub fn open(url: &str, on_message: impl Fn(ServerEvent) + 'static, on_state: impl Fn(bool) + 'static) -> Self {
        let locks = locks();
        let channel = locks.as_ref().and_then(|_| BroadcastChannel::new(NAME).ok());
        let inner = Rc::new(Inner {
            url: url.to_owned(),
            on_message: Box::new(on_message),
            on_state: Box::new(on_state),
            channel,
            listener: RefCell::default(),
            own: RefCell::default(),
            up: Cell::new(false),
            release: RefCell::default(),
            abort: AbortController::new().ok(),
            granted: RefCell::default(),
        });
        match (locks, &inner.channel) {
            (Some(locks), Some(channel)) => {
                let weak = Rc::downgrade(&inner);
                let listener = Listener::new(channel, "message", move |event: MessageEvent| hear(&weak, &event));
                inner.listener.replace(Some(listener));
                inner.tell(ASK);
                want(&inner, &locks);
            }
            // A browser without locks: each tab has a stream of its own.
            _ => connect(&inner),
        }
        Self { inner }
    }
}

impl Drop for SharedEvents {
    fn drop(&mut self) {
        self.inner.listener.take();
        self.inner.own.take();
        if let Some(abort) = &self.inner.abort {
            abort.abort();
        }
        if let Some(release) = self.inner.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
        if let Some(channel) = &self.inner.channel {
            channel.close();
        }
    }
}

impl Inner {
    fn tell(&self, word: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&word.into());
        }
    }
}

fn locks() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

/// Asks for the lock; whoever gets it connects and keeps it.
fn want(inner: &Rc<Inner>, locks: &JsValue) {
    let weak = Rc::downgrade(inner);
    let granted = Granted::new(move |_lock: JsValue| {
        Promise::new(&mut |resolve, _| {
            let Some(inner) = weak.upgrade() else {
                let _ = resolve.call0(&JsValue::NULL);
                return;
            };
            inner.release.replace(Some(resolve));
            connect(&inner);
        })
    });
    let options = Object::new();
    if let Some(abort) = &inner.abort {
        let _ = Reflect::set(&options, &"signal".into(), &abort.signal());
    }
    let request = Reflect::get(locks, &"request".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    let asked = request.and_then(|request| request.call3(locks, &NAME.into(), &options, granted.as_ref()).ok());
    inner.granted.replace(Some(granted));
    match asked.and_then(|promise| promise.dyn_into::<Promise>().ok()) {
        Some(promise) => wasm_bindgen_futures::spawn_local(async move {
            // It ends when the lock is given back, or the wish for it was.
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        }),
        None => connect(inner),
    }
}

fn connect(inner: &Rc<Inner>) {
    let (messages, states) = (Rc::downgrade(inner), Rc::downgrade(inner));
    let own = Events::open(
        &inner.url,
        move |event| {
            if let Some(inner) = messages.upgrade() {
                pass_on(&inner, &event);
                (inner.on_message)(event);
            }
        },
        move |up| {
            if let Some(inner) = states.upgrade() {
                inner.up.set(up);
                inner.tell(if up { UP } else { DOWN });
                (inner.on_state)(up);
            }
        },
    );
    inner.own.replace(Some(own));
}

fn pass_on(inner: &Inner, event: &ServerEvent) {
    if let Ok(text) = serde_json::to_string(event) {
        inner.tell(&text);
    }
}

/// What another tab tells.
fn hear(weak: &Weak<Inner>, event: &MessageEvent) {
    let (Some(inner), Some(text)) = (weak.upgrade(), event.data().as_string()) else {
        return;
    };
    let holds = inner.own.borrow().is_some();
    match text.as_str() {
        ASK if holds => inner.tell(if inner.up.get() { UP } else { DOWN }),
        UP | DOWN if !holds => (inner.on_state)(text == UP),
        ASK | UP | DOWN => {}
        _ if holds => {}
        _ => {
            if let Ok(event) = json::read(&text) {
                (inner.on_message)(event);
            }
        }
    }
}
