//! What boot/boot.js did before the application was there: the first answer of the feed and
//! a film that plays already.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlVideoElement};

fn boot() -> Option<JsValue> {
    Reflect::get(web_sys::window()?.as_ref(), &"vitrine".into()).ok().filter(JsValue::is_object)
}

fn get(name: &str) -> Option<JsValue> {
    Reflect::get(&boot()?, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn text(name: &str) -> Option<String> {
    get(name)?.as_string()
}

/// Gets a value once: it is forgotten by then.
fn take(name: &str) -> Option<JsValue> {
    let value = get(name)?;
    let _ = Reflect::set(&boot()?, &name.into(), &JsValue::UNDEFINED);
    Some(value)
}

/// The body of an answer that was asked for already, once; nothing when something else was
/// asked for, or it didn't come.
pub async fn answer(path: &str) -> Option<String> {
    if text("url")? != path {
        return None;
    }
    let answer: Promise = take("answer")?.dyn_into().ok()?;
    JsFuture::from(answer).await.ok()?.as_string()
}

/// The element that plays the first film. From now on the application listens for its faults.
#[must_use]
pub fn video() -> Option<HtmlVideoElement> {
    let video = get("video")?.dyn_into().ok()?;
    if let Some(keep) = get("keep").and_then(|keep| keep.dyn_into::<js_sys::Function>().ok()) {
        let _ = keep.call0(&JsValue::NULL);
    }
    Some(video)
}

/// Where the first film begins, in seconds: as a link says, or where it was when the page was
/// left; nothing at its start.
#[must_use]
pub fn second() -> Option<f64> {
    get("second")?.as_f64().filter(|second| *second > 0.0)
}

/// A film that plays before the application is there.
#[derive(Clone, Debug)]
pub struct Film {
    /// The address of the rendition.
    pub src: String,
    /// Whether a frame of it was presented.
    pub shown: bool,
    /// Whether a press turned its sound on.
    pub audible: bool,
}

/// The film of a post, once; nothing when another one plays, or none does any more.
#[must_use]
pub fn film(post: &str) -> Option<Film> {
    if text("post")? != post {
        return None;
    }
    let video: HtmlVideoElement = get("video")?.dyn_into().ok()?;
    let shown = get("shown").is_some_and(|shown| shown.is_truthy());
    let film = Film { src: text("src")?, shown, audible: !video.muted() };
    take("post");
    Some(film)
}

/// Takes the picture away that index.html shows before the application.
pub fn remove_shell() {
    let Some(page) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(shell) = page.get_element_by_id("boot") else { return };
    let held = page.active_element().is_some_and(|now| shell.contains(Some(&now)));
    shell.remove();
    // Whoever pressed its button goes on at the one in its place.
    let button = page.query_selector(".slide[data-current=\"true\"] [data-kind=\"sound\"]").ok().flatten();
    if let Some(button) = button.as_ref().and_then(|button| button.dyn_ref()).filter(|_| held) {
        super::focus::quietly(button);
    }
}

/// Moves an element into another place. Where the browser can, a playing film goes on as if
/// nothing happened; elsewhere it pauses. Tells whether it went on.
pub fn move_into(element: &Element, place: &Element) -> bool {
    let move_before = Reflect::get(place, &"moveBefore".into()).ok();
    if let Some(function) = move_before.and_then(|found| found.dyn_into::<js_sys::Function>().ok())
        && element.is_connected()
        && place.is_connected()
        && function.call2(place, element, &JsValue::NULL).is_ok()
    {
        return true;
    }
    let _ = place.append_child(element);
    false
}
