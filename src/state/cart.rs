use super::{
    Panel, PanelState, Session, Toasts,
    later::{Giver, later},
    use_panel, use_session, use_toasts,
};
use crate::{
    api::{Api, ApiError, use_api},
    browser::{clock, storage},
    i18n::{Locale, use_i18n},
    model::{
        cart_ops::{CartOp, Overlay, overlay, supersedes},
        load::Load,
    },
};
use leptos::prelude::*;
use leptos_i18n::{I18nContext, tu_string};
use vitrine_api::{self as wire, CartId, CartLine, CartLineId, Money, PostId, SeenPrice, UpdateCart, VariantId};

pub(super) const ID_KEY: &str = "vitrine.cart";
pub(super) const REVISION_KEY: &str = "vitrine.cart.rev";

/// How a change of the bag ended.
pub type Settled = Result<wire::Cart, ApiError>;

/// The bag: lines as the shopper wants them at once, totals only as the server says.
#[derive(Clone, Copy)]
pub struct Cart {
    pub(super) api: Api,
    pub(super) session: Session,
    toasts: Toasts,
    panel: PanelState,
    i18n: I18nContext<Locale>,
    pub(super) id: StoredValue<Option<CartId>>,
    pub(super) settled: RwSignal<Option<wire::Cart>>,
    pub(super) queue: RwSignal<Vec<(u64, CartOp)>>,
    pub(super) givers: StoredValue<Vec<(u64, Giver<Settled>)>>,
    pub(super) running: StoredValue<bool>,
    pub(super) first: RwSignal<Load<()>>,
    /// When the server last spoke of it, by this browser's clock.
    pub(super) heard: StoredValue<f64>,
    tickets: StoredValue<u64>,
    shown: Memo<Overlay>,
}

impl Cart {
    pub(super) fn provide() -> Self {
        let session = use_session();
        let settled = RwSignal::new(None::<wire::Cart>);
        let queue = RwSignal::new(Vec::<(u64, CartOp)>::new());
        let id = storage::local_get(ID_KEY).filter(|id| !id.is_empty()).map(CartId::from);
        let cart = Self {
            api: use_api(),
            session,
            toasts: use_toasts(),
            panel: use_panel(),
            i18n: use_i18n(),
            first: RwSignal::new(if id.is_some() { Load::Loading } else { Load::Ready(()) }),
            id: StoredValue::new(id),
            settled,
            heard: StoredValue::new(clock::now_ms()),
            queue,
            givers: StoredValue::new(Vec::new()),
            running: StoredValue::new(false),
            tickets: StoredValue::new(0),
            shown: Memo::new(move |_| {
                settled.with(|cart| queue.with(|ops| overlay(cart.as_ref(), ops.iter().map(|(_, op)| op))))
            }),
        };
        provide_context(cart);
        cart.watch();
        cart
    }

    /// The lines as the shopper wants them; tracked.
    #[must_use]
    pub fn lines(self) -> Vec<CartLine> {
        self.shown.with(|shown| shown.lines.clone())
    }

    /// Whether there is nothing in it, nor coming; tracked.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.shown.with(Overlay::is_empty)
    }

    /// How many pieces; tracked.
    #[must_use]
    pub fn count(self) -> u32 {
        self.shown.with(Overlay::pieces)
    }

    /// The bag as the server sees it.
    #[must_use]
    pub fn settled(self) -> Signal<Option<wire::Cart>> {
        self.settled.into()
    }

    /// Whether something waits for the server's answer.
    #[must_use]
    pub fn pending(self) -> Signal<bool> {
        Signal::derive(move || self.queue.with(|queue| !queue.is_empty()))
    }

    /// Whether the bag of an earlier visit has come.
    #[must_use]
    pub fn load(self) -> Signal<Load<()>> {
        self.first.into()
    }

    /// Puts pieces in at the price that was seen, says so and offers to look.
    pub fn add(self, variant: VariantId, quantity: u32, post: Option<PostId>, seen: Option<Money>) {
        self.enqueue(CartOp::Add { variant, quantity, post, seen }, None);
        let panel = self.panel;
        self.toasts.show_with(
            tu_string!(self.i18n, shop.toast.added),
            tu_string!(self.i18n, shop.toast.view_bag),
            move || panel.open(Panel::Bag),
        );
    }

    /// Wants this many of a line.
    pub fn set_quantity(self, line: CartLineId, quantity: u32) {
        self.enqueue(CartOp::SetQuantity { line, quantity }, None);
    }

    /// Takes a line out and offers to put it back.
    pub fn remove(self, line: &CartLine) {
        self.enqueue(CartOp::Remove { line: line.id.clone() }, None);
        let back = CartOp::Add {
            variant: line.variant_id.clone(),
            quantity: line.quantity.min(line.available.max(1)),
            post: line.post_id.clone(),
            // A price that nobody has confirmed yet isn't confirmed by taking the line back.
            seen: Some(line.previous_unit_price.unwrap_or(line.unit_price)),
        };
        self.toasts.show_with(
            tu_string!(self.i18n, shop.toast.removed, title = line.title.clone()).to_string(),
            tu_string!(self.i18n, shop.toast.undo),
            move || self.enqueue(back.clone(), None),
        );
    }

    /// Takes a promotion code out.
    pub fn remove_code(self, code: String) {
        self.enqueue(CartOp::RemoveCode { code }, None);
    }

    /// Accepts the prices as they are shown, and no others; false when that failed, which is said.
    pub async fn accept_prices(self) -> bool {
        let changed = |line: &&CartLine| line.previous_unit_price.is_some();
        let seen = |line: &CartLine| SeenPrice { line_id: line.id.clone(), price: line.unit_price };
        let prices = self.settled.with_untracked(|cart| {
            cart.iter().flat_map(|cart| &cart.lines).filter(changed).map(seen).collect::<Vec<_>>()
        });
        let op = CartOp::Update(UpdateCart { seen_prices: Some(prices), ..UpdateCart::default() });
        match self.perform(op.clone()).await {
            Ok(_) => true,
            Err(error) => {
                self.tell(&op, &error);
                false
            }
        }
    }

    /// Does something after everything before it, and tells how it ended.
    pub async fn perform(self, op: CartOp) -> Settled {
        let (giver, settled) = later();
        self.enqueue(op, Some(giver));
        settled.await
    }

    /// Gives contact, address or shipping, and tells how it ended.
    pub async fn update(self, change: UpdateCart) -> Settled {
        self.perform(CartOp::Update(change)).await
    }

    pub(super) fn enqueue(self, op: CartOp, giver: Option<Giver<Settled>>) {
        let ticket = self.tickets.try_update_value(|next| {
            *next += 1;
            *next
        });
        let ticket = ticket.unwrap_or_default();
        let awaited: Vec<u64> = self.givers.with_value(|all| all.iter().map(|(of, _)| *of).collect());
        let in_flight = usize::from(self.running.get_value());
        self.queue.update(|queue| {
            // Only wishes that nobody has been told of yet may be replaced.
            let replace = queue.len() > in_flight
                && queue.last().is_some_and(|(of, last)| !awaited.contains(of) && supersedes(&op, last));
            if replace {
                queue.pop();
            }
            queue.push((ticket, op));
        });
        if let Some(giver) = giver {
            self.givers.try_update_value(|all| all.push((ticket, giver)));
        }
        self.run();
    }

    /// Says why a change was refused.
    pub fn tell(self, op: &CartOp, error: &ApiError) {
        let text = match (error.problem().and_then(|problem| problem.available), error) {
            (Some(0), _) => tu_string!(self.i18n, shop.cart_error.sold_out).to_owned(),
            (Some(left), _) => tu_string!(self.i18n, shop.cart_error.only_left, left = left).to_string(),
            (None, ApiError::Offline) => tu_string!(self.i18n, shop.cart_error.offline).to_owned(),
            (None, ApiError::NotFound) if matches!(op, CartOp::Add { .. }) => {
                tu_string!(self.i18n, shop.cart_error.gone).to_owned()
            }
            _ => tu_string!(self.i18n, shop.cart_error.failed).to_owned(),
        };
        self.toasts.show(text);
    }
}

/// The bag from the context.
#[must_use]
pub fn use_cart() -> Cart {
    use_context().unwrap_or_else(Cart::provide)
}
