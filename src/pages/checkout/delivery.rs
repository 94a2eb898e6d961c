use super::{
    Flow,
    form::{GoOn, StepTitle},
};
use crate::{
    browser::intl,
    i18n::use_i18n,
    model::tone::Tone,
    routes::CheckoutStep,
    state::use_cart,
    ui::{Notice, Promise, Show, live, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{DeliveryGroup, DeliveryGroupId, SelectShipping, ShippingOption, ShippingService, UpdateCart};

/// How each parcel is sent.
#[component]
pub(super) fn DeliveryStep(flow: Flow) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let settled = cart.settled();
    let ids = Memo::new(move |_| {
        settled.with(|cart| cart.iter().flat_map(|cart| &cart.groups).map(|group| group.id.clone()).collect::<Vec<_>>())
    });
    let save = Action::new_local(move |(): &()| async move {
        // Choices were sent as they were made; what was never chosen is sent now.
        let missing: Vec<_> = settled.with_untracked(|cart| {
            cart.iter().flat_map(|cart| &cart.groups).filter(|g| g.selected.is_none()).filter_map(cheapest).collect()
        });
        let ready = missing.is_empty()
            || cart.update(UpdateCart { shipping: Some(missing), ..UpdateCart::default() }).await.is_ok();
        if ready {
            flow.go_after(CheckoutStep::Delivery);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save.dispatch_local(());
    };
    let pending = Signal::derive(move || save.pending().get() || cart.pending().get());
    view! {
        <form class="step-form" novalidate on:submit=submit>
            <StepTitle text=Signal::derive(move || say!(i18n, checkout.delivery_title)) />
            <For each=move || ids.get() key=Clone::clone let:id>
                <GroupChoice id />
            </For>
            <GoOn pending />
        </form>
    }
}

fn cheapest(group: &DeliveryGroup) -> Option<SelectShipping> {
    let option = group.shipping_options.first()?;
    Some(SelectShipping { group_id: group.id.clone(), option_id: option.id.clone() })
}

#[component]
fn GroupChoice(id: DeliveryGroupId) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let settled = cart.settled();
    let group = Memo::new(move |_| {
        settled.with(|cart| cart.iter().flat_map(|cart| &cart.groups).find(|group| group.id == id).cloned())
    });
    let options = Memo::new(move |_| {
        group.with(|group| group.as_ref().map(|group| group.shipping_options.clone()).unwrap_or_default())
    });
    let legend = move || {
        group.with(|group| {
            group.as_ref().map(|group| {
                say!(
                    i18n,
                    checkout.parcel_of,
                    merchant = group.merchant.name.clone(),
                    city = group.warehouse.city.clone()
                )
            })
        })
    };
    let none = move || options.with(Vec::is_empty);
    view! {
        <fieldset class="options">
            <legend class="options-legend">{legend}</legend>
            <Show when=none>
                <Notice tone=Tone::Warn><p>{live(move || say!(i18n, checkout.no_shipping))}</p></Notice>
            </Show>
            <For each=move || options.get() key=|option| option.id.clone() let:option>
                <OptionCard option group />
            </For>
        </fieldset>
    }
}

#[component]
fn OptionCard(option: ShippingOption, group: Memo<Option<DeliveryGroup>>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let cart = use_cart();
    let ShippingOption { id, service, carrier, price, promise } = option;
    let own = id.clone();
    let checked = move || {
        group.with(|group| {
            group.as_ref().is_some_and(|group| match &group.selected {
                Some(selected) => *selected == own,
                None => group.shipping_options.first().is_some_and(|first| first.id == own),
            })
        })
    };
    let choose = Action::new_local(move |change: &SelectShipping| {
        let change = UpdateCart { shipping: Some(vec![change.clone()]), ..UpdateCart::default() };
        async move {
            let _ = cart.update(change).await;
        }
    });
    let group_id = group.with_untracked(|group| group.as_ref().map(|group| group.id.clone()));
    let name = group_id.as_ref().map_or_else(String::new, |id| format!("shipping-{id}"));
    let on_change = move |_| {
        if let Some(group_id) = group_id.clone() {
            choose.dispatch_local(SelectShipping { group_id, option_id: id.clone() });
        }
    };
    let service = move || match service {
        ShippingService::Standard => say!(i18n, checkout.standard),
        ShippingService::Express => say!(i18n, checkout.express),
        ShippingService::Unknown => say!(i18n, checkout.shipping),
    };
    let cost = move || {
        if price.is_zero() { say!(i18n, bill.free) } else { intl::money(lang.get(), &price) }
    };
    view! {
        <label class="option">
            <input type="radio" name=name prop:checked=checked on:change=on_change />
            <span class="option-text">
                <span class="option-title"><Promise promise /></span>
                <span class="quiet">{service} " · " {carrier}</span>
            </span>
            <span class="option-price money">{cost}</span>
        </label>
    }
}
