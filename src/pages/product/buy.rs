use super::view::Chosen;
use crate::{
    i18n::use_i18n,
    model::{cart_ops::CartOp, variants},
    routes::{CheckoutStep, Route},
    state::{use_cart, use_panel},
    ui::{Button, ButtonVariant, live, say},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use vitrine_api::{PostId, VariantId};

/// "Add to bag" and "Buy now".
#[component]
pub(super) fn BuyBar(chosen: Chosen, post: StoredValue<Option<PostId>>) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let panel = use_panel();
    let navigate = use_navigate();
    let navigate = StoredValue::new_local(navigate);
    let buyable = Memo::new(move |_| {
        chosen.variant.with(|variant| variant.as_ref().filter(|v| variants::can_buy(v)).map(|v| v.id.clone()))
    });
    let none = Signal::derive(move || buyable.with(Option::is_none));
    // The bag asks before it takes another price than the one that stands here.
    let seen = move || chosen.offer.with_untracked(|offer| offer.as_ref().map(|offer| offer.price));
    let add = move |()| {
        if let Some(variant) = buyable.get_untracked() {
            cart.add(variant, 1, post.get_value(), seen());
        }
    };
    let buy = Action::new_local(move |variant: &VariantId| {
        let op = CartOp::Add { variant: variant.clone(), quantity: 1, post: post.get_value(), seen: seen() };
        async move {
            match cart.perform(op.clone()).await {
                Ok(_) => {
                    panel.close();
                    let path = Route::Checkout(CheckoutStep::Review).href();
                    navigate.try_with_value(|navigate| navigate(&path, Default::default()));
                }
                Err(error) => cart.tell(&op, &error),
            }
        }
    });
    let buy_now = move |()| {
        if let Some(variant) = buyable.get_untracked() {
            buy.dispatch_local(variant);
        }
    };
    view! {
        <div class="buy-bar">
            <Button full=true disabled=none on_press=add>
                {live(move || if none.get() { say!(i18n, stock.sold_out) } else { say!(i18n, product.add) })}
            </Button>
            <Button full=true variant=ButtonVariant::Quiet disabled=none pending=buy.pending() on_press=buy_now>
                {live(move || say!(i18n, product.buy_now))}
            </Button>
        </div>
    }
}
