//! What the shopper did to the bag and the server has not answered yet.
//!
//! Lines are shown as the shopper wants them at once (optimistic); totals are only ever
//! the server's. The overlay is computed from the last settled bag and the waiting
//! operations, so nothing has to be rolled back: a refused operation simply leaves the queue.

use vitrine_api::{Cart, CartLine, CartLineId, MarketId, Money, PostId, UpdateCart, VariantId};

/// The most pieces of one line.
pub const MOST_PIECES: u32 = 99;

/// One change of the bag.
#[derive(Clone, Debug, PartialEq)]
pub enum CartOp {
    /// Put pieces of a variant in.
    Add {
        /// What.
        variant: VariantId,
        /// How many.
        quantity: u32,
        /// The post it was found in.
        post: Option<PostId>,
        /// The price of one piece as it was shown.
        seen: Option<Money>,
    },
    /// Have this many of a line.
    SetQuantity {
        /// Which line.
        line: CartLineId,
        /// How many.
        quantity: u32,
    },
    /// Take a line out.
    Remove {
        /// Which line.
        line: CartLineId,
    },
    /// Buy in another market.
    Market(MarketId),
    /// Contact, address, shipping, or accepting prices.
    Update(UpdateCart),
    /// Put a promotion code in.
    AddCode {
        /// In capitals.
        code: String,
    },
    /// Take a promotion code out.
    RemoveCode {
        /// In capitals.
        code: String,
    },
}

/// The bag as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// The lines with the quantities the shopper wants.
    pub lines: Vec<CartLine>,
    /// Pieces of variants that have no line yet.
    pub coming: u32,
}

impl Overlay {
    /// How many pieces are in the bag.
    #[must_use]
    pub fn pieces(&self) -> u32 {
        self.lines.iter().fold(self.coming, |sum, line| sum.saturating_add(line.quantity))
    }

    /// Whether there is nothing in it, nor coming.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.coming == 0
    }
}

/// Shows the waiting operations on the settled bag.
pub fn overlay<'a>(cart: Option<&Cart>, ops: impl IntoIterator<Item = &'a CartOp>) -> Overlay {
    let mut shown = Overlay { lines: cart.map(|cart| cart.lines.clone()).unwrap_or_default(), coming: 0 };
    for op in ops {
        apply(&mut shown, op);
    }
    shown
}

fn apply(shown: &mut Overlay, op: &CartOp) {
    match op {
        CartOp::Add { variant, quantity, .. } => {
            match shown.lines.iter_mut().find(|line| &line.variant_id == variant) {
                Some(line) => line.quantity = line.quantity.saturating_add(*quantity).min(MOST_PIECES),
                None => shown.coming = shown.coming.saturating_add(*quantity),
            }
        }
        CartOp::SetQuantity { line, quantity } => {
            if let Some(found) = shown.lines.iter_mut().find(|shown| &shown.id == line) {
                found.quantity = (*quantity).clamp(1, MOST_PIECES);
            }
        }
        CartOp::Remove { line } => shown.lines.retain(|shown| &shown.id != line),
        // What these change is the server's to say.
        CartOp::Market(_) | CartOp::Update(_) | CartOp::AddCode { .. } | CartOp::RemoveCode { .. } => {}
    }
}

/// Whether a newer wish makes the one before it needless: only the last quantity of a line counts.
#[must_use]
pub fn supersedes(newer: &CartOp, older: &CartOp) -> bool {
    match (newer, older) {
        (CartOp::SetQuantity { line: a, .. } | CartOp::Remove { line: a }, CartOp::SetQuantity { line: b, .. }) => {
            a == b
        }
        (CartOp::Market(_), CartOp::Market(_)) => true,
        _ => false,
    }
}

/// Whether `after` shows that the server did `op` already although its answer was lost.
///
/// Everything but adding may be done twice without harm; a code that is out can't be taken out again.
#[must_use]
pub fn already_done(before: Option<&Cart>, after: &Cart, op: &CartOp) -> bool {
    let (variant, quantity) = match op {
        CartOp::Add { variant, quantity, .. } => (variant, quantity),
        CartOp::RemoveCode { code } => return !after.promotions.iter().any(|promotion| promotion.code == *code),
        _ => return false,
    };
    let pieces =
        |cart: &Cart| cart.lines.iter().find(|line| &line.variant_id == variant).map_or(0, |line| line.quantity);
    pieces(after) >= before.map_or(0, pieces).saturating_add(*quantity)
}

/// Whether a snapshot may replace the settled bag: another bag, or the same one and not older.
#[must_use]
pub fn is_newer(known: Option<&Cart>, incoming: &Cart) -> bool {
    known.is_none_or(|known| known.id != incoming.id || incoming.version >= known.version)
}

#[cfg(test)]
#[path = "cart_ops_tests.rs"]
mod tests;
