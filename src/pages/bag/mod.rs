//! The bag, as a page and as a panel.

mod group;
mod line;
mod notices;

use crate::{
    browser::{intl, page},
    i18n::use_i18n,
    model::load::Load,
    pages::codes::Codes,
    routes::{CheckoutStep, Route},
    state::{use_cart, use_panel},
    ui::{AfterPaint, Button, ButtonLink, EmptyView, FaultView, Skeleton, TotalsBill, live, say, use_lang},
};
use group::BagGroups;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use notices::{BagNotices, use_new_prices};
use vitrine_api::{CartNoticeCode, ChargeLine};

/// What is named once in a document though the bag may be there twice: the panel may lie over the page.
#[derive(Clone, Copy, Debug)]
struct Names {
    /// Where the bag is, with all that is in it.
    bag: &'static str,
    /// Where its totals are.
    totals: &'static str,
    /// The field for a code.
    code: &'static str,
}

/// On the page of its own.
const PAGE: Names = Names { bag: "bag", totals: "bag-totals", code: "bag-code" };
/// In the panel.
const PANEL: Names = Names { bag: "panel-bag", totals: "panel-bag-totals", code: "panel-code" };

/// `/bag`
#[component]
pub fn BagPage() -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(move |_| page::set_title(&format!("{} · Vitrine", say!(i18n, bag.title))));
    view! {
        <div class="page bag-page">
            <BagView heading=1 />
        </div>
    }
}

/// The bag wherever it is shown.
#[component]
pub fn BagView(
    /// The level of its heading.
    heading: u8,
) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let title = move || say!(i18n, bag.title);
    let names = if heading == 1 { PAGE } else { PANEL };
    let head = if heading == 1 {
        view! { <h1 class="bag-title">{title}</h1> }.into_any()
    } else {
        view! { <h2 class="bag-title">{title}</h2> }.into_any()
    };
    let stage = Memo::new(move |_| match (cart.load().get(), cart.is_empty()) {
        (_, false) => Load::Ready(true),
        (Load::Ready(()), true) => Load::Ready(false),
        (Load::Loading, true) => Load::Loading,
        (Load::Failed(fault), true) => Load::Failed(fault),
    });
    view! {
        <section class="bag" id=names.bag tabindex="-1">
            {head}
            {move || match stage.get() {
                Load::Ready(true) => view! { <FullBag level=heading + 1 names /> }.into_any(),
                Load::Ready(false) => view! { <EmptyBag /> }.into_any(),
                Load::Loading => view! { <Skeleton class="skeleton-row" /> <Skeleton class="skeleton-row" /> }.into_any(),
                Load::Failed(fault) => view! { <FaultView fault retry=move |()| cart.refresh() /> }.into_any(),
            }}
        </section>
    }
}

/// What stands where there is nothing to buy.
#[component]
pub fn EmptyBag() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyView
            title=Signal::derive(move || say!(i18n, bag.empty_title))
            text=Signal::derive(move || say!(i18n, bag.empty_text))
        >
            <ButtonLink href=Route::Feed.href()>{live(move || say!(i18n, bag.empty_action))}</ButtonLink>
        </EmptyView>
    }
}

#[component]
fn FullBag(level: u8, names: Names) -> impl IntoView {
    view! {
        <BagNotices totals=names.totals />
        <BagGroups level bag=names.bag />
        // What is in the bag is seen first.
        <AfterPaint>
            <Codes name=names.code />
            <BagTotals id=names.totals />
        </AfterPaint>
    }
}

/// What the server says it costs; dimmed while it is asked again.
#[component]
fn BagTotals(id: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let lang = use_lang();
    let settled = cart.settled();
    let pending = cart.pending();
    let bill = move || {
        settled.get().map(|cart| {
            let duties: Vec<ChargeLine> = cart.groups.iter().flat_map(|g| g.duty_lines.clone()).collect();
            view! { <TotalsBill totals=cart.totals duty_lines=duties promotions=cart.promotions /> }
        })
    };
    let checked = move || {
        settled.with(|cart| {
            cart.as_ref().map(|cart| say!(i18n, product.checked, time = intl::time(lang.get(), &cart.checked_at)))
        })
    };
    view! {
        <div class="bag-foot">
            <div class="bag-totals" id=id tabindex="-1" aria-busy=live(move || if pending.get() { "true" } else { "false" })>
                {bill}
                <p class="quiet">
                    {move || if pending.get() { Some(say!(i18n, bag.pending)) } else { checked() }}
                </p>
            </div>
            <ToCheckout />
        </div>
    }
}

#[component]
fn ToCheckout() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let panel = use_panel();
    let navigate = use_navigate();
    let settled = cart.settled();
    let prices = use_new_prices();
    let blocked = Signal::derive(move || {
        settled.with(|cart| {
            cart.as_ref().is_none_or(|cart| {
                cart.lines.is_empty() || cart.notices.iter().any(|n| n.code != CartNoticeCode::Unknown)
            })
        })
    });
    let go = move |()| {
        panel.close();
        navigate(&Route::Checkout(CheckoutStep::Review).href(), Default::default());
    };
    view! {
        <div class="bag-go">
            <Button full=true pending=cart.pending() disabled=blocked on_press=Callback::new(go)>
                {live(move || say!(i18n, bag.checkout))}
            </Button>
            <p class="quiet">
                {live(move || if prices.get() == 0 { say!(i18n, bag.guest) } else { say!(i18n, bag.accept_first) })}
            </p>
        </div>
    }
}
