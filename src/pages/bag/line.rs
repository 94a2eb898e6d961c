use super::{group::line_name, notices::LineNotice};
use crate::{
    browser::{focus, intl},
    i18n::use_i18n,
    routes::Route,
    state::use_cart,
    ui::{Button, ButtonVariant, Price, Quantity, Show, live, live_mark, options_text, say, use_lang},
};
use leptos::prelude::*;
use vitrine_api::{CartLine, CartLineId};

/// One line: what, how many, and what it costs.
#[component]
pub(super) fn BagLine(
    /// Which.
    id: CartLineId,
    /// The id of the bag it is in.
    bag: &'static str,
) -> impl IntoView {
    let cart = use_cart();
    let wanted = id.clone();
    let line = Memo::new(move |_| cart.lines().into_iter().find(|line| line.id == wanted));
    // What does not change while the shopper counts is drawn once.
    let first = line.get_untracked();
    first.map(|first| view! { <LineBody first line id bag /> })
}

#[component]
fn LineBody(first: CartLine, line: Memo<Option<CartLine>>, id: CartLineId, bag: &'static str) -> impl IntoView {
    let href = format!("{}?variant={}", Route::Product(first.product_id.clone()).href(), first.variant_id);
    let title = Signal::derive(move || line.with(|line| line.as_ref().map(|l| l.title.clone()).unwrap_or_default()));
    // What can't be bought counts for nothing in the total below.
    let gone = Memo::new(move |_| line.with(|line| line.as_ref().is_some_and(|line| line.available == 0)));
    let options = move || line.with(|line| line.as_ref().map(|l| options_text(&l.options)));
    view! {
        <li class="bag-line" data-gone=live_mark(move || gone.get())>
            <img class="thumb" src=first.thumbnail_url alt="" width="80" height="80" loading="lazy" />
            <div class="bag-line-text">
                <a class="bag-line-title" href=href>{title}</a>
                <p class="quiet">{options}</p>
                <LineNotice line id />
            </div>
            <LinePrice line />
            <LineControls line bag />
        </li>
    }
}

#[component]
fn LinePrice(line: Memo<Option<CartLine>>) -> impl IntoView {
    let lang = use_lang();
    let cart = use_cart();
    let busy = cart.pending();
    let price = move || {
        line.get().map(|line| {
            let before = line.previous_unit_price.and_then(|price| price.checked_mul(line.quantity).ok());
            // The sum of a line is only the server's once it has answered; pieces times price until then.
            let sum = line.unit_price.checked_mul(line.quantity).unwrap_or(line.line_total);
            view! { <Price money=sum compare_at=Signal::stored(before) /> }
        })
    };
    let each = move || {
        line.get()
            .filter(|line| line.quantity > 1)
            .map(|line| format!("{} × {}", line.quantity, intl::money(lang.get(), &line.unit_price)))
    };
    view! {
        <div class="bag-line-price" data-pending=live_mark(move || busy.get())>
            {price}
            <span class="quiet">{each}</span>
        </div>
    }
}

#[component]
fn LineControls(line: Memo<Option<CartLine>>, bag: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let value = Signal::derive(move || line.with(|line| line.as_ref().map_or(0, |line| line.quantity)));
    let most = Signal::derive(move || line.with(|line| line.as_ref().map_or(0, |line| line.available)));
    let label = Signal::derive(move || {
        let name = line.with(|line| line.as_ref().map(line_name).unwrap_or_default());
        say!(i18n, quantity.label, title = name)
    });
    let change = move |quantity| {
        if let Some(line) = line.get_untracked() {
            cart.set_quantity(line.id, quantity);
        }
    };
    let remove = move |()| {
        if let Some(line) = line.get_untracked() {
            // The button goes with its line.
            focus::by_id(bag);
            cart.remove(&line);
        }
    };
    view! {
        <div class="bag-line-controls">
            <Show when=move || most.get() != 0>
                <Quantity value most label on_change=change />
            </Show>
            <Button variant=ButtonVariant::Link on_press=remove>
                {live(move || say!(i18n, bag.remove))}
                <span class="visually-hidden">
                    " " {move || line.with(|line| line.as_ref().map(line_name))}
                </span>
            </Button>
        </div>
    }
}
