use super::words::words;
use crate::{browser::intl, i18n::use_i18n, ui::use_lang};
use leptos::prelude::*;
use vitrine_api::{Disclosure, DisclosureKind};

/// Why the creator shows these products, in plain words, on the film for its whole length.
#[component]
pub(super) fn DisclosureLine(disclosure: Disclosure, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let text = move || {
        let Disclosure { kind, payer, rate_bp } = disclosure.clone();
        match (kind, payer, rate_bp) {
            (DisclosureKind::PaidPartnership, Some(payer), _) => {
                words!(i18n, paid_by, payer = payer)
            }
            (DisclosureKind::PaidPartnership, None, _) => words!(i18n, paid),
            (DisclosureKind::Affiliate, _, Some(rate)) => {
                let rate = intl::percent(lang.get(), rate);
                words!(i18n, commission, rate = rate, name = name.clone())
            }
            (DisclosureKind::Affiliate, _, None) => {
                words!(i18n, commission_plain, name = name.clone())
            }
            (DisclosureKind::OwnBrand, _, _) => words!(i18n, own_brand, name = name.clone()),
            (DisclosureKind::Gifted, Some(payer), _) => words!(i18n, gifted_by, payer = payer),
            (DisclosureKind::Gifted, None, _) => words!(i18n, gifted),
            (DisclosureKind::Unknown, _, _) => words!(i18n, advertising),
        }
    };
    view! { <p class="disclosure-line">{text}</p> }
}
