use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::StoredValue;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

// By name: web-sys has these interfaces only behind its flag for unstable ones.

/// What the system's media keys ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Go on.
    Play,
    /// Stop.
    Pause,
    /// The next film.
    Next,
    /// The film before.
    Previous,
}

const ACTIONS: [(&str, Action); 4] = [
    ("play", Action::Play),
    ("pause", Action::Pause),
    ("nexttrack", Action::Next),
    ("previoustrack", Action::Previous),
];

fn session() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"mediaSession".into()).ok().filter(JsValue::is_object)
}

/// Tells the system what plays.
pub fn describe(title: &str, artist: &str, artwork: &str) {
    let _ = try_describe(title, artist, artwork);
}

fn try_describe(title: &str, artist: &str, artwork: &str) -> Option<()> {
    let session = session()?;
    let window = web_sys::window()?;
    let class: Function = Reflect::get(&window, &"MediaMetadata".into()).ok()?.dyn_into().ok()?;
    let (words, picture) = (Object::new(), Object::new());
    let set = |object: &Object, key: &str, value: &JsValue| Reflect::set(object, &key.into(), value).ok();
    set(&picture, "src", &artwork.into())?;
    set(&words, "title", &title.into())?;
    set(&words, "artist", &artist.into())?;
    if !artwork.is_empty() {
        set(&words, "artwork", &Array::of1(&picture))?;
    }
    let metadata = Reflect::construct(&class, &Array::of1(&words)).ok()?;
    Reflect::set(&session, &"metadata".into(), &metadata).ok()?;
    Some(())
}

/// Takes its handlers back when dropped.
struct Handlers {
    _closures: Vec<Closure<dyn FnMut()>>,
}

impl Drop for Handlers {
    fn drop(&mut self) {
        for (name, _) in ACTIONS {
            handle(name, &JsValue::NULL);
        }
    }
}

fn handle(name: &str, handler: &JsValue) -> Option<()> {
    let session = session()?;
    let set: Function = Reflect::get(&session, &"setActionHandler".into()).ok()?.dyn_into().ok()?;
    // Browsers throw for actions they don't know.
    set.call2(&session, &name.into(), handler).ok()?;
    Some(())
}

/// Calls back when the system's media keys are pressed, until the current owner is cleaned up.
pub fn on_actions(callback: impl Fn(Action) + Clone + 'static) {
    let closures = ACTIONS.map(|(name, action)| {
        let callback = callback.clone();
        let closure = Closure::<dyn FnMut()>::new(move || callback(action));
        handle(name, closure.as_ref());
        closure
    });
    StoredValue::new_local(Handlers { _closures: closures.into_iter().collect() });
}
