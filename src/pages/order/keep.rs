use super::words::{change_words, event_time, order_words, sentence, silence_words, status_words};
use crate::{
    browser::{clock, download, intl, location, page},
    i18n::{Locale, use_i18n},
    model::{
        address::envelope,
        calendar::{Words, calendar, stamp},
        money_text::taken_off,
        tracking,
    },
    routes::Route,
    state::use_toasts,
    ui::{Button, ButtonVariant, discount_name, live, promise_text, say, use_lang},
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use vitrine_api::{Order, Shipment};

/// Ways to keep an order outside this page: on paper, as text.
#[component]
pub(super) fn KeepOrder(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let toasts = use_toasts();
    let save = move |()| {
        let saved = known.with_untracked(|order| {
            order.as_ref().is_none_or(|order| {
                let text = plain_text(i18n, untrack(|| lang.get()), order);
                download::save(&format!("{}.txt", order.number), "text/plain;charset=utf-8", &text)
            })
        });
        if !saved {
            toasts.show(say!(i18n, device.export_failed));
        }
    };
    view! {
        <Button variant=ButtonVariant::Quiet on_press=move |()| page::print()>
            {live(move || say!(i18n, order.print))}
        </Button>
        <Button variant=ButtonVariant::Quiet on_press=save>
            {live(move || say!(i18n, order.save_text))}
        </Button>
    }
}

/// Puts the expected days of a parcel into a calendar.
#[component]
pub(super) fn IntoCalendar(parcel: Shipment) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let save = move |()| {
        let lines: Vec<_> = parcel.lines.iter().map(|line| format!("{} × {}", line.quantity, line.title)).collect();
        let mut text = lines.join("\n");
        if let Some(code) = &parcel.tracking_number {
            text += &format!("\n{} {code}", parcel.carrier.name);
        }
        let words = Words {
            title: say!(i18n, order.parcel, merchant = parcel.merchant.name.clone()),
            text,
            url: location::origin() + &Route::Order(parcel.order_id.clone()).href(),
        };
        let now = clock::timestamp(clock::now_ms()).map(|now| stamp(now.as_str())).unwrap_or_default();
        let text = calendar(&parcel, &words, &now);
        if !download::save("parcel.ics", "text/calendar;charset=utf-8", &text) {
            toasts.show(say!(i18n, device.export_failed));
        }
    };
    view! {
        <Button variant=ButtonVariant::Link on_press=save>
            {live(move || say!(i18n, order.to_calendar))}
        </Button>
    }
}

/// The whole order as plain text: what was bought, what it cost, where each parcel is.
fn plain_text(i18n: I18nContext<Locale>, lang: &str, order: &Order) -> String {
    let mut lines = vec![
        say!(i18n, order.title, number = order.number.clone()),
        format!(
            "{} · {}",
            say!(i18n, order.placed, time = intl::date_time(lang, &order.created_at)),
            order_words(i18n, order)
        ),
        String::new(),
    ];
    for line in &order.lines {
        lines.push(format!("{} × {}  {}", line.quantity, line.title, intl::money(lang, &line.line_total)));
    }
    let totals = &order.totals;
    if let Some(discount) = &totals.discount {
        let name = discount_name(i18n, &order.promotions);
        lines.push(format!("{name}: {}", intl::money(lang, &taken_off(*discount))));
    }
    lines.push(format!("{}: {}", say!(i18n, bill.total), intl::money(lang, &totals.total)));
    for parcel in &order.shipments {
        lines.push(String::new());
        lines.push(say!(i18n, order.parcel, merchant = parcel.merchant.name.clone()));
        lines.push(sentence(i18n, parcel));
        lines.extend(silence_words(i18n, lang, parcel));
        if tracking::is_coming(parcel.status) {
            lines.push(say!(i18n, order.estimate, days = promise_text(lang, &parcel.estimate)));
        }
        lines.push(say!(i18n, order.promised, days = promise_text(lang, &parcel.promise)));
        lines.extend(parcel.estimate_changes.iter().rev().map(|change| change_words(i18n, lang, change)));
        if let Some(code) = &parcel.tracking_number {
            lines.push(format!("{}: {code}", parcel.carrier.name));
        }
        for code in &parcel.former_tracking_numbers {
            lines.push(say!(i18n, order.former_number, code = code.clone()));
        }
        for event in tracking::timeline(&parcel.events) {
            let when = event_time(i18n, lang, &event);
            let place = event.location.map(|place| format!("{}, {} · ", place.city, place.country)).unwrap_or_default();
            let what = status_words(i18n, event.status, event.sub_status.as_deref());
            lines.push(format!("  {when} · {place}{what}"));
        }
    }
    lines.push(String::new());
    lines.push(format!("{}:", say!(i18n, order.goes_to)));
    lines.extend(envelope(&order.shipping_address));
    lines.push(String::new());
    lines.push(location::origin() + &Route::Order(order.id.clone()).href());
    lines.join("\n") + "\n"
}
