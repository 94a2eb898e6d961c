use crate::{
    browser::focus,
    i18n::use_i18n,
    model::tone::Tone,
    state::use_cart,
    ui::{Button, ButtonVariant, Notice, Show, live, price_moved, say, use_lang},
};
use leptos::{prelude::*, task::spawn_local};
use vitrine_api::{CartLine, CartLineId, CartNoticeCode};

/// How many lines have another price than was confirmed, up or down. Lines that can't be bought ask for
/// nothing.
pub(super) fn use_new_prices() -> Memo<usize> {
    let settled = use_cart().settled();
    let asks = |line: &&CartLine| line.available > 0 && line.previous_unit_price.is_some();
    Memo::new(move |_| settled.with(|cart| cart.iter().flat_map(|cart| &cart.lines).filter(asks).count()))
}

/// What changed under the shopper's hands, and the way to accept it.
#[component]
pub(super) fn BagNotices(
    /// The id of the totals beside them.
    totals: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let settled = cart.settled();
    let prices = use_new_prices();
    let gone = Memo::new(move |_| {
        let codes = [CartNoticeCode::SoldOut, CartNoticeCode::NotSoldHere, CartNoticeCode::Reduced];
        settled.with(|cart| {
            let Some(cart) = cart else { return String::new() };
            let told = |line: &&CartLine| cart.notices.iter().any(|n| n.line_id == line.id && codes.contains(&n.code));
            cart.lines.iter().filter(told).map(|line| line.title.as_str()).collect::<Vec<_>>().join(", ")
        })
    });
    // The button goes with its cause: the focus moves on to what it costs now.
    let accept = move |()| {
        spawn_local(async move {
            if cart.accept_prices().await {
                focus::by_id(totals);
            }
        });
    };
    view! {
        <Show when=move || prices.get() != 0>
            <Notice tone=Tone::Warn>
                <p>{live(move || say!(i18n, bag.prices_changed))}</p>
                <Button variant=ButtonVariant::Quiet pending=cart.pending() on_press=accept>
                    {live(move || {
                        if prices.get() == 1 { say!(i18n, bag.accept_price) } else { say!(i18n, bag.accept_prices) }
                    })}
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
            CartNoticeCode::SoldOut => Some(say!(i18n, bag.line_sold_out)),
            CartNoticeCode::Reduced => Some(say!(i18n, bag.line_reduced, left = line.available)),
            CartNoticeCode::NotSoldHere => Some(say!(i18n, bag.line_not_sold_here)),
            // Told below, whatever else is the matter with the line.
            CartNoticeCode::PriceChanged | CartNoticeCode::Unknown => None,
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
    let price = move || {
        let line = line.get().filter(|line| line.available > 0)?;
        let words = price_moved(i18n, lang.get(), line.previous_unit_price?, line.unit_price)?;
        Some(view! { <p class="line-notice">{words}</p> })
    };
    let others = move || {
        codes
            .get()
            .into_iter()
            .filter(|code| !matches!(code, CartNoticeCode::PriceChanged | CartNoticeCode::Unknown))
            .map(|code| view! { <p class="line-notice">{move || words(code)} " " {move || fix(code)}</p> })
            .collect_view()
    };
    view! {
        {others}
        {price}
    }
}
