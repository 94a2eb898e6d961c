use super::words::{event_time, status_words};
use crate::{
    browser::intl,
    i18n::{Locale, use_i18n},
    model::tracking::{self, Stage, StageState},
    ui::{live, say, use_lang},
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use vitrine_api::{Shipment, TrackingEvent};

fn stage_name(i18n: I18nContext<Locale>, stage: Stage) -> String {
    match stage {
        Stage::Label => say!(i18n, order.stage_label),
        Stage::OnTheWay => say!(i18n, order.stage_way),
        Stage::Customs => say!(i18n, order.stage_customs),
        Stage::OutForDelivery => say!(i18n, order.stage_out),
        Stage::Delivered => say!(i18n, order.stage_delivered),
    }
}

/// The stations of a parcel in one line.
#[component]
pub(super) fn Stages(parcel: Shipment) -> impl IntoView {
    let i18n = use_i18n();
    let items = tracking::stages(&parcel)
        .into_iter()
        .map(|(stage, state)| {
            let words = move || match state {
                StageState::Done => say!(i18n, order.state_done),
                StageState::Current => say!(i18n, order.state_current),
                StageState::Ahead => say!(i18n, order.state_ahead),
            };
            view! {
                <li
                    class="stage"
                    data-state=state.name()
                    aria-current=(state == StageState::Current).then_some("step")
                >
                    <span class="stage-name">{live(move || stage_name(i18n, stage))}</span>
                    <span class="visually-hidden">", " {words}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="stages" aria-label=live(move || say!(i18n, order.stages))>{items}</ol> }
}

/// What happened, newest first.
#[component]
pub(super) fn Events(parcel: Shipment) -> impl IntoView {
    let i18n = use_i18n();
    let events = tracking::timeline(&parcel.events);
    if events.is_empty() {
        return view! { <p class="quiet">{live(move || say!(i18n, order.no_events))}</p> }.into_any();
    }
    let carrier = parcel.carrier.name;
    let items = events.into_iter().map(|event| view! { <EventItem event carrier=carrier.clone() /> }).collect_view();
    view! { <ol class="events">{items}</ol> }.into_any()
}

#[component]
fn EventItem(event: TrackingEvent, carrier: String) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let at = event.occurred_at.to_string();
    let told = event.clone();
    let TrackingEvent { status, sub_status, message, location, .. } = event;
    let place =
        location.map(|place| move || format!(" · {}, {}", place.city, intl::country(lang.get(), &place.country)));
    let said = (!message.is_empty()).then(|| {
        view! {
            <p class="quiet">
                {live(move || say!(i18n, order.carrier_says, carrier = carrier.clone(), words = message.clone()))}
            </p>
        }
    });
    view! {
        <li class="event">
            <p class="event-when quiet">
                <time datetime=at>{live(move || event_time(i18n, lang.get(), &told))}</time>
                {place}
            </p>
            <p class="event-what">{live(move || status_words(i18n, status, sub_status.as_deref()))}</p>
            {said}
        </li>
    }
}
