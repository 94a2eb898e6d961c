use super::{
    return_words::{clock_words, is_late},
    returns::{RETURNS_ID, Wish},
};
use crate::{
    api::{idempotency_key, photo_url, use_api},
    browser::{focus, intl, page},
    i18n::use_i18n,
    model::{code128, tone::Tone},
    state::{use_orders, use_toasts},
    ui::{Button, ButtonVariant, Notice, Show, live, live_if, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{
    AfterSaleClock, OrderId, PhotoId, ReturnId, ReturnLabel, ReturnReason, ReturnRequest, ReturnStatus, Shipment,
};

/// A return: where it stands, whose move it is until when, its label, its way back and its pictures.
#[component]
pub(super) fn ReturnCard(key: ReturnId, wishes: Memo<Vec<Wish>>) -> impl IntoView {
    let found = Memo::new(move |_| wishes.with(|all| all.iter().find(|(_, wish, _)| wish.id == key).cloned()));
    // News of the way back must neither fold it up nor take the focus from a button.
    let card = Memo::new_with_compare(move |_| found.get(), is_another_card);
    let way = Memo::new(move |_| found.with(|found| found.as_ref()?.1.way_back.clone()));
    let code = move || {
        let status = found.with(|found| found.as_ref().map(|(_, wish, _)| wish.status))?;
        Some(format!("{status:?}").to_lowercase())
    };
    view! {
        <div class="wish" data-status=code>
            {move || card.get().map(|(id, wish, pieces)| view! { <Standing id wish pieces /> })}
            <Show when=live_if(move || way.with(Option::is_some))>
                <WayBack way />
            </Show>
            {move || card.get().map(|(id, wish, _)| view! { <Pictures id photos=wish.photos /> })}
        </div>
    }
}

/// Whether more changed than where the parcel is that goes back.
fn is_another_card(before: Option<&Option<Wish>>, now: Option<&Option<Wish>>) -> bool {
    let told = |wish: Option<&Option<Wish>>| {
        let (_, wish, pieces) = wish?.as_ref()?;
        Some((ReturnRequest { way_back: None, ..wish.clone() }, pieces.clone()))
    };
    told(before) != told(now)
}

/// Where it stands, whose move it is, and what is to be done.
#[component]
fn Standing(id: OrderId, wish: ReturnRequest, pieces: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let ReturnRequest { id: wish_id, created_at, status, reason, label, clock, .. } = wish;
    let state = live(move || state_words(i18n, status));
    let label = label.filter(|_| status == ReturnStatus::Approved);
    view! {
        <h3>{state}</h3>
        <p class="quiet">
            {live(move || say!(i18n, back.asked, time = intl::date_time(lang.get(), &created_at)))} " · "
            {live(move || reason_words(i18n, reason))}
        </p>
        <p>{pieces.join(", ")}</p>
        {clock.map(|clock| view! { <ClockLine clock /> })}
        {label.map(|label| view! { <Label label /> })}
        {(status == ReturnStatus::Approved).then(|| view! { <DropOff id wish=wish_id /> })}
    }
}

#[component]
fn Pictures(id: OrderId, photos: Vec<PhotoId>) -> impl IntoView {
    let pictures = photos
        .iter()
        .map(|photo| view! { <img class="return-photo" src=photo_url(&id, photo) alt="" width="72" height="72" /> })
        .collect_view();
    view! { <div class="return-photos">{pictures}</div> }
}

fn state_words(i18n: leptos_i18n::I18nContext<crate::i18n::Locale>, status: ReturnStatus) -> String {
    match status {
        ReturnStatus::Requested => say!(i18n, back.requested),
        ReturnStatus::Approved => say!(i18n, back.approved),
        ReturnStatus::Sent => say!(i18n, back.on_its_way),
        ReturnStatus::Received => say!(i18n, back.received),
        ReturnStatus::Refunded => say!(i18n, back.refunded),
        ReturnStatus::Exchanged => say!(i18n, back.exchanged),
        ReturnStatus::Declined => say!(i18n, back.declined),
        ReturnStatus::Lapsed => say!(i18n, back.lapsed),
        ReturnStatus::Unknown => say!(i18n, back.working),
    }
}

/// Why goods go back, in words.
pub(super) fn reason_words(i18n: leptos_i18n::I18nContext<crate::i18n::Locale>, reason: ReturnReason) -> String {
    match reason {
        ReturnReason::Damaged => say!(i18n, back.damaged),
        ReturnReason::WrongItem => say!(i18n, back.wrong_item),
        ReturnReason::NotAsDescribed => say!(i18n, back.not_as_described),
        ReturnReason::DoesNotFit => say!(i18n, back.does_not_fit),
        ReturnReason::ChangedMind => say!(i18n, back.changed_mind),
        ReturnReason::Other => say!(i18n, back.unlisted),
    }
}

#[component]
fn ClockLine(clock: AfterSaleClock) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let late = is_late(&clock);
    let words = live(move || clock_words(i18n, lang.get(), &clock, false));
    if late {
        view! { <Notice tone=Tone::Warn><p>{words}</p></Notice> }.into_any()
    } else {
        view! { <p class="parcel-action">{words}</p> }.into_any()
    }
}

/// What is printed and stuck on the parcel.
#[component]
fn Label(label: ReturnLabel) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let ReturnLabel { carrier, number, drop_off_by, .. } = label;
    let code = code128::draw(&number).map(|code| {
        view! {
            <svg
                class="return-bars"
                viewBox=format!("0 0 {} 1", code.width)
                preserveAspectRatio="none"
                role="img"
                aria-label=number.clone()
            >
                <path d=code.path />
            </svg>
        }
    });
    view! {
        <section class="return-label">
            <h4>{live(move || say!(i18n, back.label, carrier = carrier.clone()))}</h4>
            {code}
            <p class="return-number">{number}</p>
            <p class="quiet">
                {live(move || say!(i18n, back.drop_off_by, time = intl::date_time(lang.get(), &drop_off_by)))}
            </p>
            <Button variant=ButtonVariant::Quiet on_press=move |()| page::print()>
                {live(move || say!(i18n, back.print_label))}
            </Button>
        </section>
    }
}

#[component]
fn DropOff(id: OrderId, wish: ReturnId) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let orders = use_orders();
    let toasts = use_toasts();
    // One intent, one key, however often it is tried.
    let key = StoredValue::new(idempotency_key());
    let send = Action::new_local(move |(): &()| {
        let (id, wish, key) = (id.clone(), wish.clone(), key.get_value());
        let (done, failed) = (say!(i18n, back.dropped), say!(i18n, order.try_failed));
        async move {
            match api.drop_off(&id, &wish, &key).await {
                Ok(order) => {
                    orders.take(order);
                    focus::by_id(RETURNS_ID);
                    toasts.show(done);
                }
                Err(_) => {
                    orders.refresh(id);
                    toasts.show(failed);
                }
            }
        }
    });
    view! {
        <Button pending=send.pending() on_press=move |()| { send.dispatch_local(()); }>
            {live(move || say!(i18n, back.drop_off))}
        </Button>
    }
}

/// Where the parcel is that goes back.
#[component]
fn WayBack(way: Memo<Option<Shipment>>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let number = Memo::new(move |_| way.with(|way| way.as_ref()?.tracking_number.clone()).unwrap_or_default());
    let events = move || {
        let events = way.get().map(|parcel| parcel.events).unwrap_or_default();
        events
            .into_iter()
            .map(|event| {
                let words = move || {
                    let what = super::words::status_words(i18n, event.status, event.sub_status.as_deref());
                    format!("{} · {what}", super::words::event_time(i18n, lang.get(), &event))
                };
                view! { <li>{live(words)}</li> }
            })
            .collect_view()
    };
    view! {
        <details class="fold">
            <summary>{live(move || say!(i18n, back.way_back, code = number.get()))}</summary>
            <ul class="plain">{events}</ul>
        </details>
    }
}
