use super::view::Chosen;
use crate::{
    i18n::use_i18n,
    model::variants,
    ui::{live_mark, say},
};
use leptos::prelude::*;
use vitrine_api::{OptionValue, ProductOption, VariantId};

/// A group of radio buttons for each thing that can be chosen.
#[component]
pub(super) fn Choices(chosen: Chosen, on_choose: Callback<VariantId>) -> impl IntoView {
    let options = chosen.product.with_value(|product| product.options.clone());
    options.into_iter().map(|option| view! { <OptionGroup option chosen on_choose /> }).collect_view()
}

#[component]
fn OptionGroup(option: ProductOption, chosen: Chosen, on_choose: Callback<VariantId>) -> impl IntoView {
    let name = StoredValue::new(option.name);
    let labels = StoredValue::new(option.values.clone());
    let current = Memo::new(move |_| {
        chosen.variant.with(|variant| {
            let variant = variant.as_ref()?;
            name.with_value(|name| variants::value_of(variant, name).map(str::to_owned))
        })
    });
    let current_label = move || {
        current.with(|current| {
            labels.with_value(|values| {
                values.iter().find(|v| Some(&v.value) == current.as_ref()).map(|v| v.label.clone())
            })
        })
    };
    let swatches = option.values.iter().any(|value| value.swatch.is_some());
    let values =
        option.values.into_iter().map(|value| view! { <Choice value name current chosen on_choose /> }).collect_view();
    view! {
        <fieldset class="choices" data-kind=if swatches { "swatch" } else { "text" }>
            <legend class="choices-legend">
                <span class="label">{option.label}</span>
                <span class="choices-current" aria-hidden="true">{current_label}</span>
            </legend>
            <div class="choices-row">{values}</div>
        </fieldset>
    }
}

#[component]
fn Choice(
    value: OptionValue,
    name: StoredValue<String>,
    current: Memo<Option<String>>,
    chosen: Chosen,
    on_choose: Callback<VariantId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let code = StoredValue::new(value.value);
    let checked = move || current.with(|current| code.with_value(|code| current.as_ref() == Some(code)));
    let target = move |with: fn(&vitrine_api::Product, &vitrine_api::Variant, &str, &str) -> bool| {
        chosen.variant.with(|variant| {
            variant.as_ref().is_some_and(|variant| {
                chosen.product.with_value(|product| {
                    name.with_value(|name| code.with_value(|code| with(product, variant, name, code)))
                })
            })
        })
    };
    let sold_out = Memo::new(move |_| !target(variants::leads_somewhere));
    let choose = move |_| {
        let next = chosen.variant.with_untracked(|variant| {
            let variant = variant.as_ref()?;
            chosen.product.with_value(|product| {
                name.with_value(|name| {
                    code.with_value(|code| variants::choose(product, variant, name, code).map(|v| v.id.clone()))
                })
            })
        });
        if let Some(next) = next {
            on_choose.run(next);
        }
    };
    view! {
        <label class="choice" data-sold-out=live_mark(move || sold_out.get())>
            <input
                type="radio"
                name=name.with_value(|name| format!("option-{name}"))
                value=code.get_value()
                prop:checked=checked
                on:change=choose
            />
            {value.swatch.map(|color| view! { <span class="choice-swatch" style:background-color=color></span> })}
            <span class="choice-label">{value.label}</span>
            {move || {
                sold_out.get().then(|| view! { <span class="visually-hidden">", " {say!(i18n, stock.sold_out)}</span> })
            }}
        </label>
    }
}
