use super::{parcel::section_id, words::event_time};
use crate::{
    api::{idempotency_key, proof_url, use_api},
    browser::{focus, intl},
    i18n::{Locale, use_i18n},
    model::{tone::Tone, tracking},
    state::{use_orders, use_toasts},
    ui::{Button, ButtonVariant, Notice, live, say, use_lang},
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use vitrine_api::{
    DeliveryProof, MissingReport, MissingStatus, OrderId, ProblemCode, ProofKind, ProofPicture, Shipment, ShipmentId,
    TrackingEvent, TrackingStatus,
};

/// How a delivered parcel was handed over, where its carrier tells: to whom, where, when, with the picture.
#[component]
pub(super) fn Handed(parcel: Shipment) -> impl IntoView {
    let told = tracking::delivery(&parcel).and_then(|event| Some((event.proof.clone()?, event)));
    let (order, id) = (parcel.order_id, parcel.id);
    told.map(|(proof, event)| view! { <Proof order id event proof /> })
}

#[component]
fn Proof(order: OrderId, id: ShipmentId, event: TrackingEvent, proof: DeliveryProof) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let DeliveryProof { kind, signed_by, place, picture } = proof;
    let name = signed_by.clone();
    let facts = move || {
        let signed = signed_by.clone().map(|name| say!(i18n, handed.signed, name = name));
        let facts = [signed, place.clone(), Some(event_time(i18n, lang.get(), &event))];
        facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let picture = picture.filter(|picture| *picture != ProofPicture::Unknown).map(|picture| {
        let alt = move || match (picture, name.clone()) {
            (ProofPicture::Signature, Some(name)) => say!(i18n, handed.signature_of, name = name),
            (ProofPicture::Signature, None) => say!(i18n, handed.signature),
            _ => say!(i18n, handed.photo),
        };
        view! { <img class="handed-picture" src=proof_url(&order, &id) alt=live(alt) width="260" height="196" loading="lazy" /> }
    });
    view! {
        <div class="handed">
            <h3 class="label">{live(move || say!(i18n, handed.title))}</h3>
            <p>{live(move || kind_words(i18n, kind))}</p>
            <p class="quiet">{live(facts)}</p>
            {picture}
        </div>
    }
}

fn kind_words(i18n: I18nContext<Locale>, kind: ProofKind) -> String {
    match kind {
        ProofKind::Recipient => say!(i18n, handed.recipient),
        ProofKind::Neighbor => say!(i18n, handed.neighbor),
        ProofKind::Letterbox => say!(i18n, handed.letterbox),
        ProofKind::FrontDoor => say!(i18n, handed.front_door),
        ProofKind::SafePlace => say!(i18n, handed.safe_place),
        ProofKind::PickupPoint => say!(i18n, handed.pickup_point),
        ProofKind::Unknown => say!(i18n, handed.unlisted),
    }
}

/// A delivered parcel that isn't there: how to say so, and what follows. Not for those an order was shared with.
#[component]
pub(super) fn NotThere(parcel: Shipment, shared: bool) -> impl IntoView {
    let (order, id) = (parcel.order_id, parcel.id);
    let there = parcel.status == TrackingStatus::Delivered && !shared;
    let Some(report) = parcel.missing else {
        return there.then(|| view! { <Report order id again=false /> }.into_any());
    };
    let again = (there && report.may_come_again()).then(|| {
        let (order, id) = (order.clone(), id.clone());
        view! { <Report order id again=true /> }
    });
    Some(
        view! {
            <Reported order id report />
            {again}
        }
        .into_any(),
    )
}

/// Where it is reported; `again` when it isn't where the seller said.
#[component]
fn Report(order: OrderId, id: ShipmentId, again: bool) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let orders = use_orders();
    let toasts = use_toasts();
    // One intent, one key, however often it is tried.
    let key = StoredValue::new(idempotency_key());
    let report = Action::new_local(move |(): &()| {
        let (order, id, key) = (order.clone(), id.clone(), key.get_value());
        let (done, refused) = (say!(i18n, missing.done), say!(i18n, missing.refused));
        let failed = say!(i18n, order.try_failed);
        async move {
            match api.not_received(&order, &id, &key).await {
                Ok(fresh) => {
                    orders.take(fresh);
                    focus::by_id(&section_id(&id));
                    toasts.show(done);
                }
                Err(error) if error.code() == Some(ProblemCode::InvalidState) => {
                    orders.refresh(order);
                    toasts.show(refused);
                }
                Err(_) => toasts.show(failed),
            }
        }
    });
    view! {
        <details class="fold not-there">
            <summary>
                {live(move || if again { say!(i18n, missing.still) } else { say!(i18n, missing.question) })}
            </summary>
            {(!again).then(|| view! { <p>{live(move || say!(i18n, missing.look))}</p> })}
            <p>{live(move || if again { say!(i18n, missing.then_again) } else { say!(i18n, missing.then) })}</p>
            <Button
                variant=ButtonVariant::Quiet
                pending=report.pending()
                on_press=move |()| { report.dispatch_local(()); }
            >
                {live(move || if again { say!(i18n, missing.report_again) } else { say!(i18n, missing.report) })}
            </Button>
        </details>
    }
}

#[component]
fn Reported(order: OrderId, id: ShipmentId, report: MissingReport) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let open = report.status == MissingStatus::Reported;
    let tone = if open { Tone::Warn } else { Tone::Info };
    let words = live(move || {
        let lang = lang.get();
        let on = say!(i18n, missing.reported, day = intl::local_day(lang, &report.reported_at));
        let next = match report.status {
            MissingStatus::Reported => {
                say!(i18n, missing.answer_by, time = intl::date_time(lang, &report.answer_by))
            }
            MissingStatus::Found if report.answer.is_none() => say!(i18n, missing.turned_up),
            MissingStatus::Found => say!(i18n, missing.found),
            MissingStatus::Resent => say!(i18n, missing.resent),
            MissingStatus::Refunded if report.answer.is_none() => say!(i18n, missing.refunded_by_clock),
            MissingStatus::Refunded => say!(i18n, missing.refunded),
            MissingStatus::Unknown => String::new(),
        };
        let said = report.answer.clone().map(|words| say!(i18n, missing.said, words = words));
        let parts = [Some(on), Some(next).filter(|next| !next.is_empty()), said];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    view! {
        <Notice tone>
            <p>{words}</p>
            {open.then(|| view! { <TurnedUp order id /> })}
        </Notice>
    }
}

#[component]
fn TurnedUp(order: OrderId, id: ShipmentId) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let orders = use_orders();
    let toasts = use_toasts();
    // One intent, one key, however often it is tried.
    let key = StoredValue::new(idempotency_key());
    let found = Action::new_local(move |(): &()| {
        let (order, id, key) = (order.clone(), id.clone(), key.get_value());
        let failed = say!(i18n, order.try_failed);
        async move {
            match api.received(&order, &id, &key).await {
                Ok(fresh) => {
                    orders.take(fresh);
                    focus::by_id(&section_id(&id));
                }
                Err(_) => {
                    orders.refresh(order);
                    toasts.show(failed);
                }
            }
        }
    });
    view! {
        <Button variant=ButtonVariant::Quiet pending=found.pending() on_press=move |()| { found.dispatch_local(()); }>
            {live(move || say!(i18n, missing.have_it))}
        </Button>
    }
}
