use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element};

/// Makes a panic visible: the rest of the page becomes inert and a box asks to reload.
/// Plain DOM, because after a panic nothing of the application can be trusted.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(document) = document {
            // Nothing is left to do when even this fails.
            let _ = show(&document);
        }
    }));
}

fn show(document: &Document) -> Option<()> {
    if document.get_element_by_id("crash").is_some() {
        return None;
    }
    let body = document.body()?;
    let children = body.children();
    for at in 0..children.length() {
        children.item(at)?.set_attribute("inert", "").ok()?;
    }
    let german = document.document_element()?.get_attribute("lang").is_some_and(|lang| lang.starts_with("de"));
    let (title, text, label) = if german {
        ("Diese Seite ist stehen geblieben.", "Deine Tasche ist noch da.", "Neu laden")
    } else {
        ("This page has stopped.", "Your bag is safe.", "Reload")
    };
    let overlay = element(document, "div", "crash", None)?;
    overlay.set_id("crash");
    overlay.set_attribute("role", "alert").ok()?;
    let card = element(document, "div", "crash__card", None)?;
    card.append_child(element(document, "h1", "crash__title", Some(title))?.as_ref()).ok()?;
    card.append_child(element(document, "p", "crash__text", Some(text))?.as_ref()).ok()?;
    let button = element(document, "button", "crash__button", Some(label))?;
    // The only thing the page can still do, so it is never removed.
    let reload = Closure::<dyn FnMut()>::new(super::location::reload);
    button.add_event_listener_with_callback("click", reload.as_ref().unchecked_ref()).ok()?;
    reload.forget();
    card.append_child(&button).ok()?;
    overlay.append_child(&card).ok()?;
    body.append_child(&overlay).ok()?;
    super::focus::quietly(button.dyn_ref()?);
    Some(())
}

fn element(document: &Document, tag: &str, class: &str, text: Option<&str>) -> Option<Element> {
    let element = document.create_element(tag).ok()?;
    element.set_class_name(class);
    if let Some(text) = text {
        element.set_text_content(Some(text));
    }
    Some(element)
}
