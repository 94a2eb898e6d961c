//! What sellers and operators do with orders: the same rules for the command line and for the
//! signed API. Everything happens in the caller's transaction, so that a dry run is one that is
//! rolled back. No provider is called here: the worker sends the money.

mod missing;
mod money;
mod parcels;
mod returns;

pub use missing::answer_missing;
pub use money::refund;
pub use parcels::{Label, attach, fulfill, split};
pub use returns::answer;

use super::missing::view as report_view;
use super::{Refusal, Result, worth};
use crate::clock::{from_micros, wire};
use crate::domain::order as rules;
use crate::store::missing::{self as reports, MissingRow};
use crate::store::orders::{self, OrderRow};
use crate::store::returns::{self as return_rows, ReturnRow};
use crate::store::shipments::{self, ShipmentRow};
use crate::store::{Conn, merchants as rows};
use vitrine_api::{MerchantOrder, MerchantParcel, MerchantReturn, OrderLine, ReturnLine};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor<'a> {
    /// Whoever runs the shop: all of every order.
    Operator,
    /// A seller, by its id: its own lines and parcels alone.
    Merchant(&'a str),
}

impl<'a> Actor<'a> {
    /// The merchant's id; empty for an operator, as rows have it.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.merchant().unwrap_or_default()
    }

    /// The merchant's id, where it is one.
    #[must_use]
    pub fn merchant(self) -> Option<&'a str> {
        match self {
            Self::Operator => None,
            Self::Merchant(id) => Some(id),
        }
    }

    /// Whether what a merchant sells is the actor's business.
    #[must_use]
    pub fn owns(self, merchant: &str) -> bool {
        self.merchant().is_none_or(|own| own == merchant)
    }

    /// The lines of an order that are the actor's.
    fn lines(self, order: &OrderRow) -> impl Iterator<Item = &OrderLine> {
        order.doc.lines.iter().filter(move |line| self.owns(line.merchant.id.as_str()))
    }

    /// Whether the whole order is the actor's.
    fn owns_all(self, order: &OrderRow) -> bool {
        order.doc.lines.iter().all(|line| self.owns(line.merchant.id.as_str()))
    }
}

/// An order by its id or its number.
///
/// # Errors
/// 404 when it is unknown, or has nothing of the actor's.
pub async fn order(conn: &mut Conn, actor: Actor<'_>, name: &str) -> Result<OrderRow> {
    let found = orders::find_named(conn, name).await?.ok_or_else(Refusal::not_found)?;
    if actor.lines(&found).next().is_none() {
        return Err(Refusal::not_found());
    }
    Ok(found)
}

/// A parcel with its order.
///
/// # Errors
/// 404 when it is unknown or another's.
async fn parcel(conn: &mut Conn, actor: Actor<'_>, id: &str) -> Result<(ShipmentRow, OrderRow)> {
    let found = shipments::find(conn, id).await?.ok_or_else(Refusal::not_found)?;
    if !actor.owns(found.doc.merchant.id.as_str()) {
        return Err(Refusal::not_found());
    }
    let order = orders::find(conn, &found.order_id).await?.ok_or_else(Refusal::not_found)?;
    Ok((found, order))
}

/// An order as the actor may see it.
///
/// # Errors
/// When the database fails.
pub async fn view(conn: &mut Conn, actor: Actor<'_>, row: &OrderRow) -> Result<MerchantOrder> {
    let mut parcels = shipments::of_order(conn, &row.id).await?;
    parcels.retain(|parcel| actor.owns(parcel.doc.merchant.id.as_str()));
    let standings: Vec<_> = parcels.iter().map(|p| (p.status, p.sub_status.as_deref())).collect();
    let missing = reports::of_order(conn, &row.id).await?;
    let wishes = return_rows::of_order(conn, &row.id).await?;
    let after = worth::after(actor.lines(row), &wishes, &missing, &parcels);
    let status = rules::status(row.payment_status, row.fulfillment_status, &standings, after);
    let refundable = money::refundable(conn, actor, row).await?;
    Ok(MerchantOrder {
        id: row.id.as_str().into(),
        number: row.number.clone(),
        created_at: wire(from_micros(row.created_at)),
        status,
        payment_status: row.payment_status,
        lines: actor.lines(row).cloned().collect(),
        shipping_address: row.doc.shipping_address.clone(),
        parcels: parcels.into_iter().map(|parcel| parcel_view(parcel, &missing)).collect(),
        returns: returns_view(conn, actor, row, wishes).await?,
        refundable,
        test_mode: row.doc.test_mode,
    })
}

fn parcel_view(row: ShipmentRow, missing: &[MissingRow]) -> MerchantParcel {
    let report = missing.iter().find(|report| report.shipment_id == row.id).cloned();
    MerchantParcel {
        id: row.id.into(),
        version: u64::try_from(row.version).unwrap_or_default(),
        status: row.status,
        sub_status: row.sub_status,
        from: row.doc.from,
        carrier: row.doc.carrier,
        tracking_number: row.tracking_number,
        lines: row.doc.lines,
        promise: row.doc.promise,
        estimate: row.doc.estimate,
        missing: report.map(report_view),
    }
}

async fn returns_view(
    conn: &mut Conn,
    actor: Actor<'_>,
    order: &OrderRow,
    wishes: Vec<ReturnRow>,
) -> Result<Vec<MerchantReturn>> {
    let mut seen = Vec::new();
    for wish in wishes {
        let lines: Vec<ReturnLine> = wish
            .doc
            .lines
            .into_iter()
            .filter(|line| actor.lines(order).any(|own| own.id == line.order_line_id))
            .collect();
        if lines.is_empty() {
            continue;
        }
        let answer = rows::answer_of(conn, &wish.id).await?.map(|(_, reason)| reason);
        let created_at = wire(from_micros(wish.created_at));
        let (status, reason) = (wish.status, wish.doc.reason);
        seen.push(MerchantReturn { id: wish.id.into(), created_at, status, lines, reason, answer });
    }
    Ok(seen)
}
