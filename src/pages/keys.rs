use crate::{
    i18n::use_i18n,
    ui::{SectionHeading, live, say},
};
use leptos::prelude::*;

/// What the keys do in the feed.
#[component]
pub fn KeysHelp() -> impl IntoView {
    let i18n = use_i18n();
    let rows: [(&[&str], Signal<String>); 12] = [
        (&["↓", "Page ↓"], Signal::derive(move || say!(i18n, keys.next))),
        (&["↑", "Page ↑"], Signal::derive(move || say!(i18n, keys.previous))),
        (&["Home"], Signal::derive(move || say!(i18n, keys.first))),
        (&["Space", "k"], Signal::derive(move || say!(i18n, keys.pause))),
        (&["←", "→"], Signal::derive(move || say!(i18n, keys.seek))),
        (&["m"], Signal::derive(move || say!(i18n, keys.sound))),
        (&["c"], Signal::derive(move || say!(i18n, keys.captions))),
        (&["l"], Signal::derive(move || say!(i18n, keys.like))),
        (&["b"], Signal::derive(move || say!(i18n, keys.bag))),
        (&["Enter"], Signal::derive(move || say!(i18n, keys.product))),
        (&["?"], Signal::derive(move || say!(i18n, keys.help))),
        (&["Esc"], Signal::derive(move || say!(i18n, keys.close))),
    ];
    let rows = rows.map(|(keys, does)| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view();
        view! { <div class="key-row"><dt>{keys}</dt><dd>{does}</dd></div> }
    });
    view! {
        <section class="keys-help">
            <SectionHeading level=2>{live(move || say!(i18n, keys.title))}</SectionHeading>
            <dl>{rows.into_iter().collect_view()}</dl>
        </section>
    }
}
