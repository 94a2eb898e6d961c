use super::{return_card::ReturnCard, return_form::ReturnForm};
use crate::{
    browser::{clock, intl},
    i18n::use_i18n,
    ui::{Show, live, live_if, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{Day, Order, OrderId, ReturnLine, ReturnRequest};

/// Where returns are asked for and watched: the focus goes there when a button goes with what it did.
pub(super) const RETURNS_ID: &str = "returns";

/// A return, the order it is of, and its pieces in words.
pub(super) type Wish = (OrderId, ReturnRequest, Vec<String>);

/// Whether a day is past, by this browser's clock. The server has the last word.
fn is_over(until: &Day) -> bool {
    clock::timestamp(clock::now_ms()).is_some_and(|now| now.as_str().get(..10).is_some_and(|day| day > until.as_str()))
}

/// What was asked to go back, and the form to ask for more.
#[component]
pub(super) fn Returns(known: Memo<Option<Order>>) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let wishes = Memo::new(move |_| {
        known.with(|order| {
            let all = order.iter().flat_map(|order| order.returns.iter().map(move |wish| (order, wish)));
            all.map(|(order, wish)| (order.id.clone(), wish.clone(), pieces(order, wish))).collect::<Vec<_>>()
        })
    });
    let keys =
        Memo::new(move |_| wishes.with(|all| all.iter().map(|(_, wish, _)| wish.id.clone()).collect::<Vec<_>>()));
    let over = Memo::new(move |_| known.with(|order| order.as_ref()?.returnable_until.clone().filter(is_over)));
    let guarantee = Memo::new(move |_| known.with(|order| order.as_ref()?.guarantee_until.clone()));
    let open = Memo::new(move |_| {
        known.with(|order| {
            let order = order.as_ref()?;
            let until = order.returnable_until.clone().filter(|until| !is_over(until))?;
            let lines: Vec<_> = order
                .lines
                .iter()
                .map(|line| (line.clone(), order.left_of(line)))
                .filter(|(_, left)| *left > 0)
                .collect();
            Some((order.id.clone(), until, order.market.clone(), lines))
        })
    });
    view! {
        <Show when=live_if(move || open.with(Option::is_some) || over.with(Option::is_some) || !wishes.with(Vec::is_empty))>
            <section class="section" id=RETURNS_ID tabindex="-1">
                <h2>{live(move || say!(i18n, back.title))}</h2>
                <For each=move || keys.get() key=Clone::clone let:key>
                    <ReturnCard key wishes />
                </For>
                {move || {
                    open.get()
                        .filter(|(_, _, _, lines)| !lines.is_empty())
                        .map(|(id, until, market, lines)| view! { <ReturnForm id until market lines /> })
                }}
                {move || {
                    let words = move |day| say!(i18n, back.was_until, day = intl::day(lang.get(), &day));
                    over.get().map(|day| view! { <p class="quiet">{words(day)}</p> })
                }}
                {move || {
                    let words = move |day| say!(i18n, back.guarantee, day = intl::far_day(lang.get(), &day));
                    guarantee.get().map(|day| view! { <p class="quiet">{words(day)}</p> })
                }}
            </section>
        </Show>
    }
}

/// The pieces of a return in words.
fn pieces(order: &Order, wish: &ReturnRequest) -> Vec<String> {
    let named = |line: &ReturnLine| {
        let title = &order.lines.iter().find(|bought| bought.id == line.order_line_id)?.title;
        Some(if line.quantity > 1 { format!("{} × {title}", line.quantity) } else { title.clone() })
    };
    wish.lines.iter().filter_map(named).collect()
}
