use crate::{
    browser::{clock, intl},
    i18n::Locale,
    ui::say,
};
use leptos_i18n::I18nContext;
use vitrine_api::{AfterSaleClock, Holder};

/// Whether the moment has passed. A snapshot knows only its own time: what is kept here may be older.
pub(super) fn is_late(shown: &AfterSaleClock) -> bool {
    let passed = |due| clock::parse_ms(due) < clock::now_ms();
    // An answer that doesn't come is a yes: nobody misses that moment.
    shown.overdue || (shown.step != "answer" && shown.due.as_ref().is_some_and(passed))
}

/// Who holds goods or money, what must happen by when, and what follows if it doesn't.
pub(super) fn clock_words(i18n: I18nContext<Locale>, lang: &str, shown: &AfterSaleClock, money: bool) -> String {
    let holder = match (shown.holder, money) {
        (Holder::You, false) => say!(i18n, back.goods_you),
        (Holder::Carrier, _) => say!(i18n, back.goods_carrier),
        (Holder::Seller, false) => say!(i18n, back.goods_seller),
        (Holder::You, true) => say!(i18n, back.money_you),
        (Holder::Seller, true) => say!(i18n, back.money_seller),
        (Holder::Provider, _) => say!(i18n, back.money_provider),
        (Holder::Unknown, _) => String::new(),
    };
    let time = shown.due.as_ref().map(|due| intl::date_time(lang, due)).unwrap_or_default();
    let step = match (shown.step.as_str(), time.is_empty()) {
        (_, true) => String::new(),
        ("answer", _) => say!(i18n, back.step_answer, time = time),
        ("drop_off", _) => say!(i18n, back.step_drop_off, time = time),
        ("carry_back", _) => say!(i18n, back.step_carry_back, time = time),
        ("refund", _) => say!(i18n, back.step_refund, time = time),
        ("pay_out", _) => say!(i18n, back.step_pay_out, time = time),
        ("send_refund" | "send_again", _) => say!(i18n, back.step_send_refund, time = time),
        _ => say!(i18n, back.step_other, time = time),
    };
    let late = if is_late(shown) { say!(i18n, back.overdue) } else { String::new() };
    [holder, step, late].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
