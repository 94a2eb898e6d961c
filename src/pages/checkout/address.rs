use super::{
    Flow,
    form::{FaultSummary, Faults, FormField, GoOn, StepTitle},
};
use crate::{
    browser::intl,
    i18n::{Locale, use_i18n},
    model::address::{field_key, read},
    model::load::Load,
    routes::CheckoutStep,
    state::{use_cart, use_session},
    ui::{Field, LoadView, SelectField, Skeleton, live, say, use_lang},
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use vitrine_api::{Address, AddressField, AddressFieldName, Market, UpdateCart};

/// Where it goes.
#[component]
pub(super) fn AddressStep(flow: Flow) -> impl IntoView {
    let session = use_session();
    let markets = session.load();
    let market = Signal::derive(move || match (session.current_market(), markets.get()) {
        (Some(market), _) => Load::Ready(market),
        (None, Load::Failed(fault)) => Load::Failed(fault),
        (None, _) => Load::Loading,
    });
    view! {
        <LoadView
            load=market
            retry=move |()| session.markets().refetch()
            skeleton=|| view! { <Skeleton class="skeleton-block" /> }
            content=move |market| view! { <AddressForm flow market /> }.into_any()
        />
    }
}

#[component]
fn AddressForm(flow: Flow, market: Market) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let cart = use_cart();
    let faults = Faults::new();
    let save = Action::new_local(move |address: &Address| {
        let change = UpdateCart { shipping_address: Some(address.clone()), ..UpdateCart::default() };
        async move {
            match cart.update(change).await {
                Ok(_) => flow.go_after(CheckoutStep::Address),
                Err(error) => faults.show_error(&error),
            }
        }
    });
    let fields = market
        .address
        .fields
        .iter()
        .map(|field| view! { <OneField field=field.clone() market=market.clone() flow faults /> })
        .collect_view();
    let country = market.country.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match read(&market.country, &market.address, &flow.draft.address()) {
            Ok(address) => {
                save.dispatch_local(address);
            }
            Err(wrong) => {
                faults.show(wrong.into_iter().map(|(name, code)| (FormField::Address(name), code)).collect());
            }
        }
    };
    view! {
        <form class="step-form" novalidate on:submit=submit>
            <StepTitle text=Signal::derive(move || say!(i18n, checkout.address_title)) />
            <p class="quiet">
                {live(move || say!(i18n, checkout.address_in, country = intl::country(lang.get(), &country)))} ". "
                {live(move || say!(i18n, checkout.address_elsewhere))}
            </p>
            <FaultSummary faults />
            <div class="fields">{fields}</div>
            <GoOn pending=save.pending() />
        </form>
    }
}

#[component]
fn OneField(field: AddressField, market: Market, flow: Flow, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let name = field.name;
    let value = flow.draft.field(name);
    let error = faults.of(FormField::Address(name));
    let country = market.country.clone();
    let label = Signal::derive(move || field_label(i18n, name, &country));
    if name == AddressFieldName::Region && !market.address.regions.is_empty() {
        let choices = market.address.regions.into_iter().map(|region| (region.code, region.name)).collect();
        return view! {
            <SelectField
                name=field_key(name)
                label
                value
                choices
                error
                optional=!field.required
                autocomplete="shipping address-level1"
                span=field.span
            />
        }
        .into_any();
    }
    let example = market.address.postal_code_example;
    let hint = Signal::derive(move || match name {
        AddressFieldName::PostalCode => Some(say!(i18n, checkout.postal_hint, example = example.clone())),
        AddressFieldName::Phone => Some(say!(i18n, checkout.phone_hint)),
        _ => None,
    });
    let (kind, inputmode, autocomplete) = input_kind(name, &market.country);
    view! {
        <Field
            name=field_key(name)
            label
            value
            error
            hint
            optional=!field.required
            kind
            inputmode
            autocomplete
            span=field.span
        />
    }
    .into_any()
}

fn field_label(i18n: I18nContext<Locale>, name: AddressFieldName, country: &str) -> String {
    match name {
        AddressFieldName::Name => say!(i18n, checkout.name),
        AddressFieldName::Line1 => say!(i18n, checkout.line1),
        AddressFieldName::Line2 => say!(i18n, checkout.line2),
        AddressFieldName::PostalCode => say!(i18n, checkout.postal_code),
        AddressFieldName::City => say!(i18n, checkout.city),
        AddressFieldName::Region if country == "US" => say!(i18n, checkout.region_state),
        AddressFieldName::Region if country == "JP" => say!(i18n, checkout.region_prefecture),
        AddressFieldName::Region => say!(i18n, checkout.region),
        AddressFieldName::Phone => say!(i18n, checkout.phone),
    }
}

/// `type`, `inputmode` and `autocomplete`.
fn input_kind(name: AddressFieldName, country: &str) -> (&'static str, &'static str, &'static str) {
    // Postal codes of some countries have letters.
    let code_mode = if matches!(country, "DE" | "US" | "JP" | "FR" | "AT" | "CH") { "numeric" } else { "text" };
    match name {
        AddressFieldName::Name => ("text", "text", "shipping name"),
        AddressFieldName::Line1 => ("text", "text", "shipping address-line1"),
        AddressFieldName::Line2 => ("text", "text", "shipping address-line2"),
        AddressFieldName::PostalCode => ("text", code_mode, "shipping postal-code"),
        AddressFieldName::City => ("text", "text", "shipping address-level2"),
        AddressFieldName::Region => ("text", "text", "shipping address-level1"),
        AddressFieldName::Phone => ("tel", "tel", "shipping tel"),
    }
}
