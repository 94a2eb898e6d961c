use super::{
    Flow,
    form::{FaultSummary, Faults, FormField, GoOn, StepTitle},
};
use crate::{
    i18n::use_i18n,
    model::address::read_contact,
    routes::CheckoutStep,
    state::use_cart,
    ui::{Field, say},
};
use leptos::prelude::*;
use vitrine_api::{Contact, UpdateCart};

/// Who buys.
#[component]
pub(super) fn ContactStep(flow: Flow) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let faults = Faults::new();
    let save = Action::new_local(move |contact: &Contact| {
        let change = UpdateCart { contact: Some(contact.clone()), ..UpdateCart::default() };
        async move {
            match cart.update(change).await {
                Ok(_) => flow.go_after(CheckoutStep::Contact),
                Err(error) => faults.show_error(&error),
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match read_contact(&flow.draft.email.get_untracked()) {
            Ok(contact) => {
                save.dispatch_local(contact);
            }
            Err(code) => faults.show(vec![(FormField::Email, code)]),
        }
    };
    view! {
        <form class="step-form" novalidate on:submit=submit>
            <StepTitle text=Signal::derive(move || say!(i18n, checkout.contact_title)) />
            <FaultSummary faults />
            <div class="fields">
                <Field
                    name="email"
                    label=Signal::derive(move || say!(i18n, checkout.email))
                    value=flow.draft.email
                    error=faults.of(FormField::Email)
                    hint=Signal::derive(move || Some(say!(i18n, checkout.contact_text)))
                    kind="email"
                    inputmode="email"
                    autocomplete="email"
                />
            </div>
            <GoOn pending=save.pending() />
        </form>
    }
}
