//! Starts Vitrine in the browser.

fn main() {
    vitrine::browser::crash::install();
    leptos::mount::mount_to_body(vitrine::app::App);
}
