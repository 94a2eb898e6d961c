use super::{
    contacts::Contacts,
    handed::{Handed, NotThere},
    keep::IntoCalendar,
    timeline::{Events, Stages},
    way::Way,
    words::{action_words, change_words, event_time, sentence, silence_words},
};
use crate::{
    browser::intl,
    i18n::use_i18n,
    model::{carrier_page, tone::Tone, tracking},
    ui::{Notice, live, promise_text, say, use_lang},
};
use leptos::prelude::*;
use lucide_leptos::ExternalLink;
use vitrine_api::{EstimateChange, NextActor, Order, Shipment, ShipmentId, TrackingStatus};

/// Where a parcel is shown: the focus goes there when a button goes with what it did.
pub(super) fn section_id(id: &ShipmentId) -> String {
    format!("parcel-{id}")
}

/// One parcel and all that is known of it.
#[component]
pub(super) fn Parcel(key: ShipmentId, known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let section = section_id(&key);
    let found = Memo::new(move |_| {
        known.with(|order| {
            let order = order.as_ref()?;
            let at = order.shipments.iter().position(|parcel| parcel.id == key)?;
            Some((at + 1, order.shipments.len(), order.shipments.get(at)?.clone()))
        })
    });
    let place = Memo::new(move |_| found.with(|found| found.as_ref().map(|(nth, count, _)| (*nth, *count))));
    let parcel = Memo::new(move |_| found.get().map(|(_, _, parcel)| parcel));
    let shared = Memo::new(move |_| known.with(|order| order.as_ref().is_some_and(|order| order.shared)));
    // News must neither fold up what somebody opened nor take the focus from a link: each part is drawn
    // anew when it says another thing, and the fold stays.
    let moves = Memo::new_with_compare(move |_| parcel.get(), is_another_move);
    let report = Memo::new_with_compare(move |_| parcel.get(), is_another_report);
    let label = Memo::new_with_compare(move |_| parcel.get(), is_another_label);
    move || {
        let (nth, count) = place.get()?;
        Some(view! {
            <section class="parcel" id=section.clone() tabindex="-1">
                <ParcelHead parcel nth count />
                {move || moves.get().map(|parcel| view! { <Move parcel /> })}
                {move || parcel.get().map(|parcel| view! { <Days parcel /> })}
                {move || report.get().map(|parcel| view! { <NotThere parcel shared=shared.get() /> })}
                {move || parcel.get().map(|parcel| view! { <HowFar parcel /> })}
                <details class="fold">
                    <summary>{live(move || say!(i18n, order.events))}</summary>
                    {move || parcel.get().map(|parcel| view! { <Events parcel /> })}
                </details>
                {move || label.get().map(|parcel| view! { <ParcelLabel parcel /> })}
            </section>
        })
    }
}

#[component]
fn ParcelHead(parcel: Memo<Option<Shipment>>, nth: usize, count: usize) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let name = move || {
        let merchant = parcel.with(|parcel| parcel.as_ref().map(|p| p.merchant.name.clone()).unwrap_or_default());
        if count == 1 {
            say!(i18n, order.parcel, merchant = merchant)
        } else {
            say!(i18n, order.parcel_nth, nth = nth, count = count, merchant = merchant)
        }
    };
    let words = move || parcel.with(|parcel| parcel.as_ref().map(|parcel| sentence(i18n, parcel)));
    let tone = move || parcel.with(|parcel| parcel.as_ref().map_or(Tone::Info, tracking::parcel_tone).name());
    let way = move || {
        parcel.with(|parcel| {
            parcel.as_ref().map(|parcel| {
                let from = format!("{}, {}", parcel.from.city, intl::country(lang.get(), &parcel.from.country));
                if parcel.from.country == parcel.to_country {
                    return say!(i18n, order.from, from = from);
                }
                say!(i18n, order.from_to, from = from, to = intl::country(lang.get(), &parcel.to_country))
            })
        })
    };
    view! {
        <header class="parcel-head">
            <p class="label">{name}</p>
            <h2 class="parcel-status" data-tone=tone>{words}</h2>
            <p class="quiet">{way}</p>
        </header>
    }
}

/// Whether somebody else is to do something, or something else.
fn is_another_move(before: Option<&Option<Shipment>>, now: Option<&Option<Shipment>>) -> bool {
    let told = |parcel: Option<&Option<Shipment>>| {
        parcel
            .and_then(Option::as_ref)
            .map(|p| (p.action.clone(), tracking::silent_since(p).cloned(), p.carrier.clone()))
    };
    told(before) != told(now)
}

/// Whether a parcel came, and what was said and answered of one that isn't there.
fn is_another_report(before: Option<&Option<Shipment>>, now: Option<&Option<Shipment>>) -> bool {
    let told = |parcel: Option<&Option<Shipment>>| {
        parcel.and_then(Option::as_ref).map(|p| (p.status == TrackingStatus::Delivered, p.missing.clone()))
    };
    told(before) != told(now)
}

/// Whether a parcel has another label, others to ask, other things in it or other days for the calendar.
fn is_another_label(before: Option<&Option<Shipment>>, now: Option<&Option<Shipment>>) -> bool {
    let told = |parcel: Option<&Option<Shipment>>| {
        parcel.and_then(Option::as_ref).map(|p| {
            let numbers = (p.tracking_number.clone(), p.former_tracking_numbers.clone());
            let days = tracking::is_coming(p.status).then(|| p.estimate.clone());
            (p.carrier.clone(), numbers, p.contacts.clone(), p.lines.clone(), days)
        })
    };
    told(before) != told(now)
}

/// Since when nothing was heard, and whose move it is.
#[component]
fn Move(parcel: Shipment) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let silent = parcel.clone();
    let silence =
        move || silence_words(i18n, lang.get(), &silent).map(|words| view! { <p class="parcel-action">{words}</p> });
    let action = tracking::move_to_tell(&parcel).cloned().map(|action| {
        let mine = action.actor == NextActor::You;
        let words = move || action_words(i18n, lang.get(), &action);
        if mine {
            let pay = carrier_page::pay_page(&parcel).map(ToOwned::to_owned);
            let carrier = parcel.carrier.name.clone();
            let pay = pay.map(|url| {
                let text = live(move || say!(i18n, act.pay_at, carrier = carrier.clone()));
                view! { <OutLink url text /> }
            });
            view! { <Notice tone=Tone::Warn><p>{words}</p> {pay}</Notice> }.into_any()
        } else {
            view! { <p class="parcel-action">{words}</p> }.into_any()
        }
    });
    view! {
        {silence}
        {action}
    }
}

/// When it comes, or how it came.
#[component]
fn Days(parcel: Shipment) -> impl IntoView {
    view! {
        <Estimate parcel=parcel.clone() />
        <Handed parcel />
    }
}

/// How far it is.
#[component]
fn HowFar(parcel: Shipment) -> impl IntoView {
    view! {
        <Way parcel=parcel.clone() />
        <Stages parcel />
    }
}

/// Its carrier and numbers, whom to ask, what is in it, and its days for the calendar.
#[component]
fn ParcelLabel(parcel: Shipment) -> impl IntoView {
    let i18n = use_i18n();
    let coming = tracking::is_coming(parcel.status);
    let lines = parcel
        .lines
        .iter()
        .cloned()
        .map(|line| {
            view! {
                <li class="parcel-line">
                    <img class="thumb thumb-small" src=line.thumbnail_url alt="" width="56" height="56" loading="lazy" />
                    <span>{(line.quantity > 1).then(|| format!("{} × ", line.quantity))} {line.title}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <CarrierLine parcel=parcel.clone() />
        <Contacts parcel=parcel.clone() />
        <p class="label">{live(move || say!(i18n, order.in_parcel))}</p>
        <ul class="parcel-lines">{lines}</ul>
        {coming.then(|| view! { <p><IntoCalendar parcel=parcel.clone() /></p> })}
    }
}

/// What is expected now, how that came, and what was promised at purchase.
#[component]
fn Estimate(parcel: Shipment) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let (arrived, absent) = (tracking::delivery(&parcel), tracking::is_absent(&parcel));
    let Shipment { status, estimate, promise, estimate_changes, .. } = parcel;
    // What is lost is no longer expected on any day.
    let over = !tracking::is_coming(status);
    let before = estimate_changes.last().map(|change| change.from.clone()).filter(|before| *before != estimate);
    let expected = move || say!(i18n, order.estimate, days = promise_text(lang.get(), &estimate));
    let struck = move || {
        before.as_ref().map(|before| {
            view! {
                <s class="estimate-before">
                    <span class="visually-hidden">{say!(i18n, order.estimate_was)} " "</span>
                    {promise_text(lang.get(), before)}
                </s>
            }
        })
    };
    let line = match (over, arrived) {
        (true, Some(event)) => view! {
            <p class="estimate">
                {live(move || if absent { say!(i18n, order.told_delivered) } else { say!(i18n, order.arrived) })} " "
                {live(move || event_time(i18n, lang.get(), &event))}
            </p>
        }
        .into_any(),
        (true, None) => ().into_any(),
        (false, _) => view! { <p class="estimate">{expected} " " {struck}</p> }.into_any(),
    };
    let changes = estimate_changes.into_iter().rev().map(|change| view! { <ChangeLine change /> }).collect_view();
    view! {
        <div class="estimates">
            {line}
            <p class="quiet">{live(move || say!(i18n, order.promised, days = promise_text(lang.get(), &promise)))}</p>
            <ul class="estimate-changes">{changes}</ul>
        </div>
    }
}

#[component]
fn ChangeLine(change: EstimateChange) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let text = move || change_words(i18n, lang.get(), &change);
    view! { <li class="quiet">{text}</li> }
}

#[component]
fn CarrierLine(parcel: Shipment) -> impl IntoView {
    let i18n = use_i18n();
    let carrier = parcel.carrier.name;
    let number = parcel.tracking_number;
    let former = parcel.former_tracking_numbers;
    let former = former
        .into_iter()
        .map(|code| {
            view! {
                <span class="quiet">{move || say!(i18n, order.former_number, code = code.clone())}</span>
            }
        })
        .collect_view();
    let url = parcel.carrier.tracking_url.filter(|url| carrier_page::is_link(url));
    view! {
        <p class="carrier">
            {number
                .map(|code| {
                    view! {
                        <span class="quiet">{live(move || say!(i18n, order.tracking_number, code = code.clone()))}</span>
                    }
                })}
            {former}
            {url
                .map(|url| {
                    let text = live(move || say!(i18n, order.carrier_link, carrier = carrier.clone()));
                    view! { <OutLink url text /> }
                })}
        </p>
    }
}

/// A page of the carrier's, in a tab of its own: this one goes on.
#[component]
fn OutLink(url: String, text: Signal<String>) -> impl IntoView {
    view! {
        <a class="link" href=url target="_blank" rel="noopener noreferrer">
            {text}
            <span class="icon" aria-hidden="true"><ExternalLink size=16 /></span>
        </a>
    }
}
