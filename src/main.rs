//! Starts Vitrine in the browser.

#[cfg(target_arch = "wasm32")]
fn main() {
    use vitrine::browser::{
        asked, crash,
        turns::{Turn, later},
    };
    crash::install();
    later(Turn::Ground, || leptos::mount::mount_to_body(vitrine::app::App));
    later(Turn::Last, asked::begin);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This runs in a browser: `cargo xtask start` builds and serves it.");
}
