use super::line::BagLine;
use crate::{
    browser::intl,
    i18n::use_i18n,
    state::use_cart,
    ui::{SectionHeading, options_text, promise_text, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{CartLine, CartLineId, DeliveryGroup, DeliveryGroupId};

/// Lines of the bag that belong together, and lines nobody has grouped yet.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    id: DeliveryGroupId,
    group: Option<DeliveryGroup>,
    lines: Vec<CartLineId>,
}

fn shown_groups(groups: Vec<DeliveryGroup>, lines: &[CartLine]) -> Vec<Shown> {
    let there = |id: &CartLineId| lines.iter().any(|line| line.id == *id);
    let rest: Vec<_> = lines
        .iter()
        .filter(|line| !groups.iter().any(|group| group.line_ids.contains(&line.id)))
        .map(|line| line.id.clone())
        .collect();
    let mut shown: Vec<_> = groups
        .into_iter()
        .map(|group| Shown {
            id: group.id.clone(),
            lines: group.line_ids.iter().filter(|id| there(id)).cloned().collect(),
            group: Some(group),
        })
        .collect();
    shown.push(Shown { id: "".into(), group: None, lines: rest });
    shown.retain(|group| !group.lines.is_empty());
    shown
}

/// The lines by who sends them from where.
#[component]
pub(super) fn BagGroups(
    /// The level of their headings.
    level: u8,
    /// The id of the bag they are in.
    bag: &'static str,
) -> impl IntoView {
    let cart = use_cart();
    let settled = cart.settled();
    let groups = Memo::new(move |_| {
        let groups = settled.with(|cart| cart.as_ref().map(|cart| cart.groups.clone()).unwrap_or_default());
        shown_groups(groups, &cart.lines())
    });
    let coming = move || {
        let known: u32 = cart.lines().iter().map(|line| line.quantity).sum();
        (cart.count() > known).then(|| view! { <div class="skeleton skeleton-row" aria-hidden="true"></div> })
    };
    view! {
        <For each=move || groups.get() key=|group| group.id.clone() let:group>
            <BagGroup id=group.id groups level bag />
        </For>
        {coming}
    }
}

#[component]
fn BagGroup(id: DeliveryGroupId, groups: Memo<Vec<Shown>>, level: u8, bag: &'static str) -> impl IntoView {
    let own = Memo::new(move |_| groups.with(|all| all.iter().find(|group| group.id == id).cloned()));
    let lines = Memo::new(move |_| own.with(|own| own.as_ref().map(|own| own.lines.clone()).unwrap_or_default()));
    let group = Memo::new(move |_| own.with(|own| own.as_ref().and_then(|own| own.group.clone())));
    view! {
        <section class="bag-group">
            {move || group.get().map(|group| view! { <GroupHead group level /> })}
            <ul class="bag-lines">
                <For each=move || lines.get() key=Clone::clone let:line>
                    <BagLine id=line bag />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn GroupHead(group: DeliveryGroup, level: u8) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let promise = group
        .shipping_options
        .iter()
        .find(|option| Some(&option.id) == group.selected.as_ref())
        .or(group.shipping_options.first())
        .map(|option| option.promise.clone());
    let (merchant, from) = (group.merchant.name, group.warehouse);
    let sent = move || {
        say!(
            i18n,
            product.sent_from_country,
            city = from.city.clone(),
            country = intl::country(lang.get(), &from.country)
        )
    };
    view! {
        <header class="bag-group-head">
            <SectionHeading level>{merchant}</SectionHeading>
            <p class="quiet">
                {sent}
                {move || promise.as_ref().map(|promise| format!(" · {}", promise_text(lang.get(), promise)))}
            </p>
        </header>
    }
}

/// The name and options of a line, for messages.
pub(super) fn line_name(line: &CartLine) -> String {
    let options = options_text(&line.options);
    if options.is_empty() { line.title.clone() } else { format!("{}, {options}", line.title) }
}
