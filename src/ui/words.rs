use crate::{
    browser::intl,
    i18n::{Locale, use_i18n},
    model::{
        money_text::{ChargeName, rate},
        price::{Way, moved},
    },
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use vitrine_api::{ChargeLine, DeliveryPromise, FieldCode, Money, Promotion, SelectedOption};

/// A text of the namespace `shop` as a `String`, following the language.
macro_rules! say {
    ($i18n:expr, $($key:ident).+ $(, $name:ident = $value:expr)* $(,)?) => {
        ::std::string::String::from(::leptos_i18n::t_string!($i18n, shop.$($key).+ $(, $name = $value)*))
    };
}

pub(crate) use say;

/// The language texts are in, as `en` or `de`.
#[must_use]
pub fn use_lang() -> Signal<&'static str> {
    let i18n = use_i18n();
    Signal::derive(move || leptos_i18n::Locale::as_str(i18n.get_locale()))
}

/// The days of a promise: "Thu 12 – Sat 14 Nov".
#[must_use]
pub fn promise_text(lang: &str, promise: &DeliveryPromise) -> String {
    intl::day_range(lang, &promise.earliest, &promise.latest)
}

/// How a price moved: what it was, what it is, and whether that is more or less; nothing when it stayed.
#[must_use]
pub fn price_moved(i18n: I18nContext<Locale>, lang: &str, before: Money, now: Money) -> Option<String> {
    let (way, by) = moved(before, now)?;
    let [old, new, by] = [before, now, by].map(|money| intl::money(lang, &money));
    Some(match way {
        Way::Up => say!(i18n, price.rose, old = old, new = new, by = by),
        Way::Down => say!(i18n, price.fell, old = old, new = new, by = by),
    })
}

/// The chosen values of a variant in one line: "Cobalt · 30 ml".
#[must_use]
pub fn options_text(options: &[SelectedOption]) -> String {
    options.iter().map(|option| option.label.as_str()).collect::<Vec<_>>().join(" · ")
}

/// The name of a duty or tax with its rate: "VAT 19%".
#[must_use]
pub fn charge_name(i18n: I18nContext<Locale>, line: &ChargeLine) -> String {
    let percent = rate(line.rate_bp, leptos_i18n::Locale::as_str(i18n.get_locale()));
    let name = match ChargeName::of(&line.code) {
        ChargeName::Duty => say!(i18n, charge.duty),
        ChargeName::Vat => say!(i18n, charge.vat),
        ChargeName::ImportVat => say!(i18n, charge.import_vat),
        ChargeName::ConsumptionTax => say!(i18n, charge.consumption_tax),
        ChargeName::SalesTax => say!(i18n, charge.sales_tax),
        ChargeName::Other => say!(i18n, charge.unlisted),
    };
    if line.rate_bp == 0 { name } else { say!(i18n, charge.with_rate, name = name, rate = percent) }
}

/// The name of what codes take off, with those that do: "Discount WELCOME10".
#[must_use]
pub fn discount_name(i18n: I18nContext<Locale>, promotions: &[Promotion]) -> String {
    let codes: Vec<_> = promotions.iter().filter(|one| !one.amount.is_zero()).map(|one| one.code.as_str()).collect();
    if codes.is_empty() { say!(i18n, bill.discount) } else { say!(i18n, bill.discount_by, codes = codes.join(", ")) }
}

/// What is wrong with a field.
#[must_use]
pub fn field_fault(i18n: I18nContext<Locale>, code: FieldCode) -> String {
    match code {
        FieldCode::Required => say!(i18n, field.required),
        FieldCode::TooLong => say!(i18n, field.too_long),
        FieldCode::Format => say!(i18n, field.format),
        FieldCode::NotOffered => say!(i18n, field.not_offered),
        FieldCode::Range | FieldCode::Unknown => say!(i18n, field.wrong),
    }
}
