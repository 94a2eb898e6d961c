//! Starts Vitrine in the browser.

#[cfg(target_arch = "wasm32")]
fn main() {
    vitrine::browser::crash::install();
    vitrine::browser::asked::begin();
    leptos::mount::mount_to_body(vitrine::app::App);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This runs in a browser: `cargo xtask start` builds and serves it.");
}
