//! Parcels in the seller's hands: a carrier and a number for one, and two out of one.

use super::{Actor, parcel};
use crate::carriers::shippo;
use crate::service::tracking::follow_parcels;
use crate::service::{Refusal, Result, door};
use crate::store::shipments::{self, ShipmentRow};
use crate::store::{StoreError, Tx, asking, messages, new_id, numbers};
use std::collections::BTreeSet;
use vitrine_api::{
    Carrier, FieldCode, FieldError, FulfillmentStatus, ProblemCode, ShipmentLine, SplitLine, TrackingStatus,
};

/// Codes of carriers, names and numbers have no more characters.
const LONGEST: usize = 64;

/// What stands on a parcel's label.
#[derive(Clone, Copy, Debug)]
pub struct Label<'a> {
    /// The carrier's code at Shippo.
    pub carrier: &'a str,
    /// The carrier's name for people; its code when absent.
    pub name: Option<&'a str>,
    /// The parcel's code.
    pub number: &'a str,
}

/// Gives a parcel to a real carrier, whose news come by Shippo. `now` in microseconds.
///
/// # Errors
/// When the database fails.
pub async fn attach(
    tx: &mut Tx,
    shipment: &mut ShipmentRow,
    label: &Label<'_>,
    now: i64,
) -> std::result::Result<(), StoreError> {
    let code = label.carrier.trim().to_lowercase();
    let name = label.name.map_or_else(|| code.clone(), ToOwned::to_owned);
    shipment.provider = shippo::NAME.to_owned();
    shipment.carrier.clone_from(&code);
    shipment.doc.carrier = Carrier { name, code, tracking_url: None };
    numbers::give(tx, shipment, label.number.trim(), now).await?;
    (shipment.updated_at, shipment.heard_at) = (now, now);
    shipments::update(tx, shipment).await?;
    asking::unfollowed(tx, &shipment.id, now).await?;
    messages::announce(tx, "order", &shipment.order_id, now).await
}

/// Notes who carries a parcel and under which number; the same label again changes nothing. Gives
/// the order's id.
///
/// # Errors
/// 404 for a parcel that isn't the actor's, 409 once it has left or was canceled, or when the number
/// is another parcel's, 422 for a code that is none.
pub async fn fulfill(tx: &mut Tx, actor: Actor<'_>, id: &str, label: &Label<'_>, now: i64) -> Result<String> {
    check_label(label)?;
    let (mut shipment, order) = parcel(tx, actor, id).await?;
    let (code, number) = (label.carrier.trim().to_lowercase(), label.number.trim());
    let same_label = shipment.carrier == code && shipment.tracking_number.as_deref() == Some(number);
    if same_label && shipment.provider == shippo::NAME {
        return Ok(order.id);
    }
    not_left(&shipment, order.fulfillment_status)?;
    if let Some(other) = shipments::by_number(tx, shippo::NAME, &code, number).await?
        && other.id != shipment.id
        && !is_over(other.status)
    {
        let detail = format!("Parcel {} has this number already. Look at the label again.", other.id);
        return Err(Refusal::new(ProblemCode::InvalidState, &detail));
    }
    // There is a label now, and the carrier has said nothing yet.
    (shipment.status, shipment.sub_status) = (TrackingStatus::PreTransit, None);
    attach(tx, &mut shipment, label, now).await?;
    follow_parcels(tx, &order.id, now).await?;
    Ok(order.id)
}

/// Puts pieces of a parcel into one of its own, which the worker packs. The label stays with the
/// first. `version` is the one that was seen; any will do when absent. Gives the order's id.
///
/// # Errors
/// 404 for a parcel that isn't the actor's, 409 once it has left, was canceled, or is with a real
/// carrier, 412 when it was changed in between, 422 for lines that can't be split off.
pub async fn split(
    tx: &mut Tx,
    actor: Actor<'_>,
    id: &str,
    lines: &[SplitLine],
    version: Option<u64>,
    now: i64,
) -> Result<String> {
    let (mut shipment, order) = parcel(tx, actor, id).await?;
    if version.is_some_and(|seen| i64::try_from(seen).ok() != Some(shipment.version)) {
        let detail = "The parcel was changed in between. Look at it again.";
        return Err(Refusal::new(ProblemCode::StaleVersion, detail));
    }
    not_left(&shipment, order.fulfillment_status)?;
    if shipment.provider != shipments::FIRST_PROVIDER {
        let detail = "The parcel has a label of a real carrier. Split it before you give it one.";
        return Err(Refusal::new(ProblemCode::InvalidState, detail));
    }
    let (kept, moved) = divide(&shipment.doc.lines, lines)?;
    let (due_here, due_there) = door::divide(&shipment.doc.due_at_door, &kept, &moved)?;
    let position = shipments::of_order(tx, &order.id).await?.len();
    let mut second = ShipmentRow {
        id: new_id(),
        version: 1,
        status: TrackingStatus::Unknown,
        sub_status: None,
        tracking_number: None,
        updated_at: now,
        heard_at: now,
        stale_at: None,
        followed: false,
        asks: 0,
        ..shipment.clone()
    };
    (second.doc.lines, second.doc.due_at_door) = (moved, due_there);
    second.doc.carrier.tracking_url = None;
    second.doc.estimate = second.doc.promise.clone();
    second.doc.estimate_changes.clear();
    second.doc.etas.clear();
    (shipment.doc.lines, shipment.doc.due_at_door) = (kept, due_here);
    shipment.updated_at = now;
    shipments::update(tx, &mut shipment).await?;
    shipments::insert(tx, &second, position).await?;
    follow_parcels(tx, &order.id, now).await?;
    Ok(order.id)
}

/// What stays and what goes.
fn divide(all: &[ShipmentLine], wanted: &[SplitLine]) -> Result<(Vec<ShipmentLine>, Vec<ShipmentLine>)> {
    let (mut kept, mut moved, mut seen, mut faults) = (all.to_vec(), Vec::new(), BTreeSet::new(), Vec::new());
    for (index, wish) in wanted.iter().enumerate() {
        let found = kept.iter_mut().find(|line| line.order_line_id == wish.order_line_id);
        let (code, message) = match found {
            _ if !seen.insert(&wish.order_line_id) => (FieldCode::NotOffered, "This line stands twice."),
            Some(line) if wish.quantity >= 1 && wish.quantity <= line.quantity => {
                line.quantity -= wish.quantity;
                moved.push(ShipmentLine { quantity: wish.quantity, ..line.clone() });
                continue;
            }
            Some(_) => (FieldCode::Range, "No fewer than one piece and no more than lie in the parcel."),
            None => (FieldCode::NotOffered, "This line is not in the parcel."),
        };
        faults.push(FieldError { pointer: format!("/lines/{index}"), code, message: message.to_owned() });
    }
    kept.retain(|line| line.quantity > 0);
    if faults.is_empty() && moved.is_empty() {
        let message = "Say which pieces go into a parcel of their own.".to_owned();
        faults.push(FieldError { pointer: "/lines".into(), code: FieldCode::Required, message });
    } else if faults.is_empty() && kept.is_empty() {
        let message = "Something must stay in the first parcel.".to_owned();
        faults.push(FieldError { pointer: "/lines".into(), code: FieldCode::Range, message });
    }
    if faults.is_empty() { Ok((kept, moved)) } else { Err(Refusal::fields(faults)) }
}

/// Only a parcel that still lies with its seller can be changed.
fn not_left(shipment: &ShipmentRow, order: FulfillmentStatus) -> Result<()> {
    if order == FulfillmentStatus::Canceled || shipment.status == TrackingStatus::Cancelled {
        return Err(Refusal::new(ProblemCode::InvalidState, "The order was canceled; nothing of it is sent."));
    }
    if matches!(shipment.status, TrackingStatus::Unknown | TrackingStatus::PreTransit) {
        return Ok(());
    }
    Err(Refusal::new(ProblemCode::InvalidState, "The parcel has left already; it can't be changed any more."))
}

fn is_over(status: TrackingStatus) -> bool {
    use TrackingStatus as T;
    matches!(status, T::Delivered | T::Returned | T::Cancelled | T::Exception)
}

fn check_label(label: &Label<'_>) -> Result<()> {
    let mut faults = Vec::new();
    for (pointer, text) in [("/carrier", label.carrier.trim()), ("/tracking_number", label.number.trim())] {
        let (code, message) = match text.len() {
            0 => (FieldCode::Required, "It must be given."),
            length if length > LONGEST => (FieldCode::TooLong, "It has at most 64 characters."),
            _ if text.bytes().all(|b| b.is_ascii_graphic()) => continue,
            _ => (FieldCode::Format, "It is made of letters, digits and signs, without spaces."),
        };
        faults.push(FieldError { pointer: pointer.to_owned(), code, message: message.to_owned() });
    }
    if label.name.is_some_and(|name| name.trim().is_empty() || name.chars().count() > LONGEST) {
        let message = "A name has 1 to 64 characters.".to_owned();
        faults.push(FieldError { pointer: "/carrier_name".into(), code: FieldCode::Format, message });
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::fields(faults)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, quantity: u32) -> ShipmentLine {
        ShipmentLine { order_line_id: id.into(), title: id.to_owned(), thumbnail_url: String::new(), quantity }
    }

    fn wish(id: &str, quantity: u32) -> SplitLine {
        SplitLine { order_line_id: id.into(), quantity }
    }

    #[test]
    fn pieces_are_divided_and_none_is_lost() {
        let all = [line("a", 3), line("b", 1)];
        let (kept, moved) = divide(&all, &[wish("a", 2), wish("b", 1)]).unwrap();
        assert_eq!((kept, moved), (vec![line("a", 1)], vec![line("a", 2), line("b", 1)]));
    }

    #[test]
    fn what_can_not_be_divided_is_refused() {
        let all = [line("a", 2)];
        for bad in [vec![], vec![wish("a", 2)], vec![wish("a", 0)], vec![wish("a", 3)], vec![wish("b", 1)]] {
            assert!(divide(&all, &bad).is_err(), "{bad:?}");
        }
        assert!(divide(&all, &[wish("a", 1), wish("a", 1)]).is_err());
    }
}
