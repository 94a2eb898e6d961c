use crate::{
    browser::intl,
    i18n::use_i18n,
    model::tone::Tone,
    state::use_cart,
    ui::{Button, ButtonVariant, Notice, Show, live, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{CartLine, CartLineId, CartNoticeCode};

/// What changed under the shopper's hands, and the way to accept it.
#[component]
pub(super) fn BagNotices() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let settled = cart.settled();
    let has = move |wanted: CartNoticeCode| {
        settled.with(|cart| cart.as_ref().is_some_and(|cart| cart.notices.iter().any(|n| n.code == wanted)))
    };
    let prices = Memo::new(move |_| has(CartNoticeCode::PriceChanged));
    let gone = Memo::new(move |_| {
        let codes = [CartNoticeCode::SoldOut, CartNoticeCode::NotSoldHere, CartNoticeCode::Reduced];
        settled.with(|cart| {
            let Some(cart) = cart else { return String::new() };
            let told = |line: &&CartLine| cart.notices.iter().any(|n| n.line_id == line.id && codes.contains(&n.code));
            cart.lines.iter().filter(told).map(|line| line.title.as_str()).collect::<Vec<_>>().join(", ")
        })
    });
    view! {
        <Show when=move || prices.get()>
            <Notice tone=Tone::Warn>
                <p>{live(move || say!(i18n, bag.prices_changed))}</p>
                <Button variant=ButtonVariant::Quiet pending=cart.pending() on_press=move |()| cart.accept_prices()>
                    {live(move || say!(i18n, bag.accept_prices))}
                </Button>
            </Notice>
        </Show>
        <Show when=move || gone.with(|names| !names.is_empty())>
            <Notice tone=Tone::Warn>
                <p>{live(move || say!(i18n, bag.stock_changed, names = gone.get()))}</p>
            </Notice>
        </Show>
    }
}

/// What changed about one line.
#[component]
pub(super) fn LineNotice(line: Memo<Option<CartLine>>, id: CartLineId) -> impl IntoView {
    let i18n = use_i18n();
    let lang = use_lang();
    let cart = use_cart();
    let settled = cart.settled();
    let codes = Memo::new(move |_| {
        settled.with(|cart| {
            cart.iter()
                .flat_map(|cart| &cart.notices)
                .filter(|notice| notice.line_id == id)
                .map(|notice| notice.code)
                .collect::<Vec<_>>()
        })
    });
    let words = move |code: CartNoticeCode| {
        let line = line.get()?;
        match code {
            CartNoticeCode::PriceChanged => line.previous_unit_price.map(|before| {
                let (old, new) = (intl::money(lang.get(), &before), intl::money(lang.get(), &line.unit_price));
                say!(i18n, bag.price_was, old = old, new = new)
            }),
            CartNoticeCode::SoldOut => Some(say!(i18n, bag.line_sold_out)),
            CartNoticeCode::Reduced => Some(say!(i18n, bag.line_reduced, left = line.available)),
            CartNoticeCode::NotSoldHere => Some(say!(i18n, bag.line_not_sold_here)),
            CartNoticeCode::Unknown => None,
        }
    };
    let fix = move |code: CartNoticeCode| {
        let target = line.get().filter(|line| code == CartNoticeCode::Reduced && line.quantity > line.available)?;
        let (id, left) = (target.id, target.available);
        Some(view! {
            <Button variant=ButtonVariant::Link on_press=move |()| cart.set_quantity(id.clone(), left)>
                {live(move || say!(i18n, bag.take_what_is_left, left = left))}
            </Button>
        })
    };
    move || {
        codes
            .get()
            .into_iter()
            .map(|code| view! { <p class="line-notice">{move || words(code)} " " {move || fix(code)}</p> })
            .collect_view()
    }
}
