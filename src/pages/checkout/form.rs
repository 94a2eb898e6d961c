use crate::{
    api::ApiError,
    browser::{dialog, focus},
    i18n::use_i18n,
    model::{address::field_of_pointer, tone::Tone},
    ui::{Button, Notice, field_fault, live, say},
};
use leptos::prelude::*;
use vitrine_api::{AddressFieldName, FieldCode};

/// A field of the checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormField {
    /// The email address.
    Email,
    /// A field of the address.
    Address(AddressFieldName),
}

impl FormField {
    /// The name of its input.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Address(name) => crate::model::address::field_key(name),
        }
    }

    fn of_pointer(pointer: &str) -> Option<Self> {
        if pointer == "/contact/email" {
            return Some(Self::Email);
        }
        field_of_pointer(pointer).map(Self::Address)
    }
}

/// What is wrong with a form.
#[derive(Clone, Copy)]
pub(super) struct Faults {
    fields: RwSignal<Vec<(FormField, FieldCode)>>,
    failed: RwSignal<bool>,
}

impl Faults {
    pub(super) fn new() -> Self {
        Self { fields: RwSignal::new(Vec::new()), failed: RwSignal::new(false) }
    }

    /// Shows what is wrong and puts the focus on the first of it.
    pub(super) fn show(self, faults: Vec<(FormField, FieldCode)>) {
        let first = faults.first().map(|(field, _)| format!("field-{}", field.key()));
        self.failed.set(false);
        self.fields.set(faults);
        if let Some(first) = first {
            focus::by_id(&first);
            dialog::reveal(&first);
        }
    }

    /// Shows what the server found wrong.
    pub(super) fn show_error(self, error: &ApiError) {
        let faults: Vec<_> = error
            .problem()
            .map(|problem| problem.errors.as_slice())
            .unwrap_or_default()
            .iter()
            .filter_map(|error| Some((FormField::of_pointer(&error.pointer)?, error.code)))
            .collect();
        let none = faults.is_empty();
        self.show(faults);
        self.failed.set(none);
    }

    /// What is wrong with a field, in words.
    pub(super) fn of(self, field: FormField) -> Signal<Option<String>> {
        let i18n = use_i18n();
        Signal::derive(move || {
            let code = self.fields.with(|all| all.iter().find(|(of, _)| *of == field).map(|(_, code)| *code));
            code.map(|code| field_fault(i18n, code))
        })
    }
}

/// How much is wrong, above the form.
#[component]
pub(super) fn FaultSummary(faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || match faults.fields.with(Vec::len) {
        0 => faults.failed.get().then(|| say!(i18n, checkout.save_failed)),
        1 => Some(say!(i18n, field.summary_1)),
        count => Some(say!(i18n, field.summary_n, count = count)),
    };
    move || text().map(|text| view! { <Notice tone=Tone::Bad><p>{text}</p></Notice> })
}

/// The heading of a step; it takes the focus when the step begins.
#[component]
pub(super) fn StepTitle(#[prop(into)] text: Signal<String>) -> impl IntoView {
    Effect::new(move |_| {
        focus::by_id("step-title");
    });
    view! { <h2 class="step-title" id="step-title" tabindex="-1">{text}</h2> }
}

/// "Continue".
#[component]
pub(super) fn GoOn(#[prop(into)] pending: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="step-actions">
            <Button submit=true full=true pending=pending>{live(move || say!(i18n, checkout.goon))}</Button>
        </div>
    }
}
