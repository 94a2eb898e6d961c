use super::words::say;
use super::{live, live_mark};
use crate::i18n::use_i18n;
use leptos::prelude::*;

/// The id of a field's input, to give it the focus.
fn input_id(name: &str) -> String {
    format!("field-{name}")
}

/// A labelled text field with its fault below it.
#[component]
pub fn Field(
    /// Its stable name; the input's id is `field-{name}`.
    name: &'static str,
    /// What it asks for.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A word of help.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// `inputmode` of the input.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// `autocomplete` of the input.
    #[prop(default = "on")]
    autocomplete: &'static str,
    /// Columns of twelve.
    #[prop(default = 12)]
    span: u8,
) -> impl IntoView {
    let described = described(name, hint, error);
    view! {
        <div class="field" data-span=span.to_string()>
            <FieldLabel name label optional />
            <input
                class="field-input"
                id=input_id(name)
                name=name
                type=kind
                inputmode=inputmode
                autocomplete=autocomplete
                autocapitalize=(kind == "email").then_some("none")
                spellcheck="false"
                aria-required=(!optional).then_some("true")
                aria-invalid=live_mark(move || error.with(Option::is_some))
                aria-describedby=described
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <FieldNotes name hint error />
        </div>
    }
}

/// A labelled choice from a list with its fault below it.
#[component]
pub fn SelectField(
    /// Its stable name; the select's id is `field-{name}`.
    name: &'static str,
    /// What it asks for.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen value.
    value: RwSignal<String>,
    /// Values and what people read.
    choices: Vec<(String, String)>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// `autocomplete` of the select.
    #[prop(default = "on")]
    autocomplete: &'static str,
    /// Columns of twelve.
    #[prop(default = 12)]
    span: u8,
) -> impl IntoView {
    let i18n = use_i18n();
    let described = described(name, Signal::stored(None), error);
    let choices = choices
        .into_iter()
        .map(|(code, text)| {
            let own = code.clone();
            view! { <option value=code selected=move || value.with(|v| *v == own)>{text}</option> }
        })
        .collect_view();
    view! {
        <div class="field" data-span=span.to_string()>
            <FieldLabel name label optional />
            <select
                class="field-input"
                id=input_id(name)
                name=name
                autocomplete=autocomplete
                aria-required=(!optional).then_some("true")
                aria-invalid=live_mark(move || error.with(Option::is_some))
                aria-describedby=described
                on:change=move |event| value.set(event_target_value(&event))
            >
                <option value="" selected=move || value.with(String::is_empty)>
                    {live(move || say!(i18n, field.choose))}
                </option>
                {choices}
            </select>
            <FieldNotes name hint=Signal::stored(None) error />
        </div>
    }
}

fn described(
    name: &'static str,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
    move || {
        let hint = hint.with(Option::is_some).then(|| format!("field-{name}-hint"));
        let error = error.with(Option::is_some).then(|| format!("field-{name}-error"));
        let ids: Vec<_> = [error, hint].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

#[component]
fn FieldLabel(name: &'static str, label: Signal<String>, optional: bool) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <label class="field-label" for=input_id(name)>
            {label}
            {optional
                .then(|| {
                    view! { <span class="field-optional">" " {live(move || say!(i18n, field.optional))}</span> }
                })}
        </label>
    }
}

#[component]
fn FieldNotes(name: &'static str, hint: Signal<Option<String>>, error: Signal<Option<String>>) -> impl IntoView {
    let shown_error =
        move || error.get().map(|text| view! { <p class="field-error" id=format!("field-{name}-error")>{text}</p> });
    let shown_hint =
        move || hint.get().map(|text| view! { <p class="field-hint" id=format!("field-{name}-hint")>{text}</p> });
    view! {
        {shown_error}
        {shown_hint}
    }
}
