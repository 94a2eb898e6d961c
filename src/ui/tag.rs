use super::words::{say, use_lang};
use crate::{
    i18n::use_i18n,
    model::{money_text::rate, tone::Tone},
};
use leptos::prelude::*;
use vitrine_api::{Disclosure, DisclosureKind};

/// What the creator gets for showing a product, in words nobody can overlook.
#[component]
pub fn DisclosureTag(
    /// What is disclosed.
    disclosure: Disclosure,
) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let text = move || {
        let kind = match disclosure.kind {
            DisclosureKind::PaidPartnership => say!(i18n, disclosure.paid_partnership),
            DisclosureKind::Affiliate => say!(i18n, disclosure.affiliate),
            DisclosureKind::OwnBrand => say!(i18n, disclosure.own_brand),
            DisclosureKind::Gifted => say!(i18n, disclosure.gifted),
            DisclosureKind::Unknown => say!(i18n, disclosure.advertising),
        };
        let share = disclosure.rate_bp.map(|bp| say!(i18n, disclosure.share, rate = rate(bp, lang.get())));
        [Some(kind), disclosure.payer.clone(), share].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! { <span class="disclosure">{text}</span> }
}

/// A status in one or two words.
#[component]
pub fn StatusTag(
    /// How it is meant.
    #[prop(into)]
    tone: Signal<Tone>,
    /// The words.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <span class="status" data-tone=move || tone.get().name()>{text}</span> }
}
