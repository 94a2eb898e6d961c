//! Files a person picked.

use wasm_bindgen::JsCast;
use web_sys::{Blob, Event, HtmlInputElement};

/// A file, not read yet.
#[derive(Clone, Debug)]
pub struct Picked(Blob);

impl Picked {
    /// Its bytes, as they are sent.
    #[must_use]
    pub fn blob(&self) -> Blob {
        self.0.clone()
    }

    /// What the browser takes it for: a media type, or nothing.
    #[must_use]
    pub fn mime(&self) -> String {
        self.0.type_()
    }

    /// Its size in bytes.
    #[must_use]
    pub fn size(&self) -> f64 {
        self.0.size()
    }
}

/// The files of an input that has changed; it is emptied, so that the same file can be picked again.
#[must_use]
pub fn take(event: &Event) -> Vec<Picked> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let Some(list) = input.files() else { return Vec::new() };
    let picked = (0..list.length()).filter_map(|index| list.get(index)).map(|file| Picked(file.into())).collect();
    input.set_value("");
    picked
}
