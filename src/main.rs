//! Starts Vitrine in the browser.

fn main() {
    vitrine::browser::crash::install();
    vitrine::browser::asked::begin();
    leptos::mount::mount_to_body(vitrine::app::App);
}
