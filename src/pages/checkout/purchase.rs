//! One attempt to buy one version of the bag: its key, its id and its total, kept in this tab,
//! so that a reload or the way back from the payment page goes on with the same attempt.

use crate::{
    api::{Api, ApiError, idempotency_key},
    browser::{clock, storage},
    model::json,
};
use serde::{Deserialize, Serialize};
use vitrine_api::{CartId, Checkout, CheckoutId, CheckoutState, CreateCheckout, Money, OrderId};

const KEY: &str = "vitrine.checkout.attempt";
/// The order that was bought just now in this tab.
const THANKS: &str = "vitrine.order.thanks";

#[derive(Clone, Serialize, Deserialize)]
struct Attempt {
    cart: CartId,
    version: u64,
    key: String,
    id: Option<CheckoutId>,
    total: Option<Money>,
}

fn kept() -> Option<Attempt> {
    json::read(&storage::session_get(KEY)?).ok()
}

fn keep(attempt: &Attempt) {
    if let Ok(text) = serde_json::to_string(attempt) {
        storage::session_set(KEY, &text);
    }
}

/// Forgets the attempt: the next one reserves anew.
pub(super) fn forget() {
    storage::session_remove(KEY);
}

/// The total the shopper agreed to.
pub(super) fn agreed_total(id: &CheckoutId) -> Option<Money> {
    kept().filter(|attempt| attempt.id.as_ref() == Some(id)).and_then(|attempt| attempt.total)
}

/// Remembers the total on the button that was pressed.
pub(super) fn agree(id: &CheckoutId, total: Money) {
    if let Some(mut attempt) = kept() {
        attempt.id = Some(id.clone());
        attempt.total = Some(total);
        keep(&attempt);
    }
}

/// Whether the stock is still held and the payment may begin.
pub(super) fn stands(checkout: &Checkout) -> bool {
    let held = matches!(
        checkout.state,
        CheckoutState::Open | CheckoutState::Reserved | CheckoutState::Paying | CheckoutState::RequiresAction
    );
    held && clock::parse_ms(&checkout.expires_at) > clock::parse_ms(&checkout.now)
}

/// The attempt for this version of the bag: the one that stands, else a new one.
pub(super) async fn begin(api: Api, cart: CartId, version: u64) -> Result<Checkout, ApiError> {
    let same = kept().filter(|attempt| attempt.cart == cart && attempt.version == version);
    if let Some(id) = same.as_ref().and_then(|attempt| attempt.id.as_ref()) {
        match api.checkout(id).await {
            Ok(checkout) if stands(&checkout) || is_paid(checkout.state) => return Ok(checkout),
            // Over, or not there any more: a new attempt is a new intent with a new key.
            Ok(_) | Err(ApiError::NotFound) => forget(),
            Err(error) => return Err(error),
        }
    }
    let open = same.filter(|attempt| attempt.id.is_none());
    let mut attempt =
        open.unwrap_or_else(|| Attempt { cart: cart.clone(), version, key: idempotency_key(), id: None, total: None });
    keep(&attempt);
    let wish = CreateCheckout { cart_id: cart, cart_version: version };
    let answer = api.create_checkout(&attempt.key, &wish).await;
    match &answer {
        Ok(checkout) => {
            attempt.id = Some(checkout.id.clone());
            keep(&attempt);
        }
        // A refusal is kept with its key by the server: asking again must be a new intent.
        Err(error) if !error.is_unanswered() => forget(),
        Err(_) => {}
    }
    answer
}

/// Whether the money is there already.
pub(super) fn is_paid(state: CheckoutState) -> bool {
    matches!(state, CheckoutState::Paid | CheckoutState::Ordered | CheckoutState::RefundDue)
}

/// Keeps what the order's page needs: the secret of its link, and that it is new.
pub(super) fn bought(order: &OrderId, token: Option<&str>) {
    forget();
    storage::session_set(THANKS, order.as_str());
    if let Some(token) = token {
        storage::session_set(&token_key(order), token);
    }
}

/// Whether this order was bought just now in this tab; says so once.
pub(crate) fn take_thanks(order: &OrderId) -> bool {
    let new = storage::session_get(THANKS).is_some_and(|id| id == order.as_str());
    if new {
        storage::session_remove(THANKS);
    }
    new
}

/// The secret that opens an order on another device, where this tab has it.
pub(crate) fn order_token(order: &OrderId) -> Option<String> {
    storage::session_get(&token_key(order))
}

/// Keeps the secret an order was opened with.
pub(crate) fn keep_token(order: &OrderId, token: &str) {
    storage::session_set(&token_key(order), token);
}

fn token_key(order: &OrderId) -> String {
    format!("vitrine.order.{order}.token")
}
