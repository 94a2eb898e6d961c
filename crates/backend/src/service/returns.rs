//! Goods that go back: asked for, answered, handed over. How it ends is in [`super::return_end`].

use super::{Refusal, Result, Shop};
use crate::clock::{micros, wire, wire_day};
use crate::domain::refund_clock::days_after;
use crate::domain::returns::{Act, next};
use crate::faults;
use crate::secret::hash;
use crate::store::orders::{self, OrderRow};
use crate::store::returns::{self, LabelDoc, ReturnDoc, ReturnRow};
use crate::store::shipments::{self, ShipmentDoc, ShipmentRow};
use crate::store::{Conn, Tx, messages, numbers};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use std::collections::BTreeSet;
use vitrine_api::{
    CreateReturn, DeliveryPromise, FieldCode, FieldError, Incoterm, Order, OrderLine, PhotoId, ProblemCode, ReturnLine,
    ReturnStatus, ShipmentLine, TrackingStatus, WarehouseRef,
};

/// Pictures of one return, at most.
pub const MOST_PHOTOS: usize = 4;
/// Days the shopper has at least to hand the parcel over: article 14(1) of Directive 2011/83/EU.
const LEAST_DAYS: u32 = 14;

impl Shop {
    /// Notes a wish to send goods back. The same key again is the wish it began, also when a crash lost what
    /// the key was answered: part of a line could go back twice otherwise.
    ///
    /// # Errors
    /// 409 when nothing can go back now, 422 when a line, a quantity, a variant or a picture is wrong.
    pub async fn create_return(
        &self,
        tx: &mut Tx,
        mut order: OrderRow,
        session: &str,
        key: &str,
        request: &CreateReturn,
    ) -> Result<OrderRow> {
        let asked_by = Some(hash(&format!("{session} {key}")));
        if returns::of_order(tx, &order.id).await?.iter().any(|wish| wish.doc.asked_by == asked_by) {
            return Ok(order);
        }
        let view = self.order_view(tx, &order).await?;
        let today = self.clock.now().to_zoned(TimeZone::UTC).date();
        let until = view.returnable_until.as_ref().and_then(|d| d.as_str().parse::<Date>().ok());
        if until.is_none_or(|until| today > until) {
            let detail = "Goods can be sent back once they arrived, within the merchant's days.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
        let mut faults = self.line_faults(request, &view);
        faults.extend(photo_faults(tx, &order.id, session, &request.photos).await?);
        if !faults.is_empty() {
            return Err(Refusal::fields(faults));
        }
        // The right to send back within the days needs nobody's leave: a seller that says nothing agrees.
        let answer_at = micros(self.clock.now() + self.carrier.real(0.25));
        let photos: Vec<String> = request.photos.iter().map(|photo| photo.0.clone()).collect();
        let mut doc = ReturnDoc::new(request.lines.clone(), request.reason, photos, answer_at);
        doc.asked_by = asked_by;
        let wish = returns::insert(tx, &order.id, &doc, self.now()).await?;
        faults::point("return.ask.after_row");
        for photo in &doc.photos {
            returns::tie_photo(tx, photo, &wish).await?;
        }
        orders::update(tx, &mut order).await?;
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(order)
    }

    /// What is wrong with the lines of a wish.
    fn line_faults(&self, request: &CreateReturn, order: &Order) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if request.lines.is_empty() {
            faults.push(fault("/lines".to_owned(), FieldCode::Required, "Say what you want to send back."));
        }
        let mut seen = BTreeSet::new();
        let first = request.lines.first().and_then(|line| parcel_of(order, line));
        for (index, wanted) in request.lines.iter().enumerate() {
            let pointer = format!("/lines/{index}");
            let Some(line) = order.lines.iter().find(|line| line.id == wanted.order_line_id) else {
                faults.push(fault(pointer, FieldCode::NotOffered, "This line is not in the order."));
                continue;
            };
            if !seen.insert(&wanted.order_line_id) {
                faults.push(fault(pointer, FieldCode::NotOffered, "This line stands twice."));
            } else if wanted.quantity == 0 || wanted.quantity > order.left_of(line) {
                let message = "No more than you bought and haven't sent back yet.";
                faults.push(fault(pointer, FieldCode::Range, message));
            } else if parcel_of(order, wanted) != first {
                let message = "This came in another parcel. Ask for it separately.";
                faults.push(fault(pointer, FieldCode::NotOffered, message));
            } else if !self.may_exchange(line, wanted) {
                let message = "It can be exchanged for another variant of the same thing.";
                faults.push(fault(format!("{pointer}/exchange_for"), FieldCode::NotOffered, message));
            }
        }
        faults
    }

    fn may_exchange(&self, line: &OrderLine, wanted: &ReturnLine) -> bool {
        wanted.exchange_for.as_ref().is_none_or(|variant| {
            let product = self.catalogue.variant(variant.as_str()).map(|(product, _)| product.file.id.as_str());
            *variant != line.variant_id && product == Some(line.product_id.as_str())
        })
    }

    /// The seller's answer to a wish; with a yes there is a label. The same answer twice is one.
    ///
    /// # Errors
    /// 404 for an unknown return, 409 when it was answered otherwise.
    pub async fn answer_return(&self, tx: &mut Tx, id: &str, agrees: bool) -> Result<ReturnRow> {
        let mut wish = returns::find(tx, id).await?.ok_or_else(Refusal::not_found)?;
        let (act, wanted) =
            if agrees { (Act::Approve, ReturnStatus::Approved) } else { (Act::Decline, ReturnStatus::Declined) };
        if wish.status == wanted {
            return Ok(wish);
        }
        wish.status = step(wish.status, act)?;
        if agrees {
            self.make_label(tx, &mut wish).await?;
        }
        returns::update(tx, &wish).await?;
        self.tell_return(tx, &wish).await?;
        Ok(wish)
    }

    /// A label of the carrier that brought the goods, and the parcel it will be stuck on.
    async fn make_label(&self, tx: &mut Tx, wish: &mut ReturnRow) -> Result<()> {
        let order = orders::find(tx, &wish.order_id).await?.ok_or_else(Refusal::not_found)?;
        let there = way_there(tx, wish).await?.ok_or_else(Refusal::not_found)?;
        let now = self.now();
        let quantity = |line: &ShipmentLine| wish.doc.lines.iter().find(|l| l.order_line_id == line.order_line_id);
        let lines =
            there.doc.lines.iter().filter_map(|line| {
                quantity(line).map(|wanted| ShipmentLine { quantity: wanted.quantity, ..line.clone() })
            });
        let promise = like_before(&order, &there, self.clock.now());
        let doc = ShipmentDoc {
            merchant: there.doc.merchant.clone(),
            from: WarehouseRef {
                id: shipments::FROM_SHOPPER.into(),
                city: order.doc.shipping_address.city.clone(),
                country: there.doc.to_country.clone(),
            },
            to_country: there.doc.from.country.clone(),
            to_city: there.doc.from.city.clone(),
            to_name: String::new(),
            cross_border: there.doc.cross_border,
            carrier: there.doc.carrier.clone(),
            lines: lines.collect(),
            estimate: promise.clone(),
            promise,
            estimate_changes: Vec::new(),
            etas: Vec::new(),
            label_at: None,
            // What customs asks at a warehouse, the warehouse pays.
            incoterm: Some(Incoterm::Ddp),
            due_at_door: Vec::new(),
        };
        let mut parcel = self.new_parcel(&order.id, doc, TrackingStatus::PreTransit);
        shipments::insert(tx, &parcel, 0).await?;
        shipments::goes_back(tx, &parcel.id, &wish.id).await?;
        faults::point("return.label.after_parcel");
        let number = self.carrier.label();
        numbers::give(tx, &mut parcel, &number, now).await?;
        parcel.doc.carrier.tracking_url = self.page(&parcel);
        shipments::update(tx, &mut parcel).await?;
        let days = self.return_days(there.doc.merchant.id.as_str()).max(LEAST_DAYS);
        wish.doc.label = Some(LabelDoc {
            carrier: parcel.doc.carrier.name.clone(),
            number,
            shipment: parcel.id,
            created_at: now,
            drop_off_by: micros(days_after(self.clock.now(), i64::from(days))),
        });
        Ok(())
    }

    /// A parcel of which the stand-in tells.
    pub(super) fn new_parcel(&self, order: &str, doc: ShipmentDoc, status: TrackingStatus) -> ShipmentRow {
        let pack_at = micros(self.clock.now() + self.carrier.real(0.25));
        ShipmentRow::new(order, doc, status, pack_at, self.now())
    }

    /// The shopper has handed the parcel over: the proof of sending. The carrier tells of it from now on.
    ///
    /// # Errors
    /// 404 for a return of another order, 409 when there is no label or it has lapsed.
    pub async fn drop_off(&self, tx: &mut Tx, mut order: OrderRow, id: &str) -> Result<OrderRow> {
        let wish = returns::find(tx, id).await?.filter(|wish| wish.order_id == order.id);
        let mut wish = wish.ok_or_else(Refusal::not_found)?;
        if wish.status == ReturnStatus::Sent {
            return Ok(order);
        }
        wish.status = step(wish.status, Act::DropOff)?;
        wish.doc.sent_at = Some(self.now());
        let label = wish.doc.label.as_ref().ok_or_else(Refusal::not_found)?;
        let mut parcel = shipments::find(tx, &label.shipment).await?.ok_or_else(Refusal::not_found)?;
        let at = self.carriers_time(tx, &order.id, None).await?;
        if let Some(there) = way_there(tx, &wish).await? {
            parcel.doc.promise = like_before(&order, &there, at);
            parcel.doc.estimate = parcel.doc.promise.clone();
        }
        parcel.updated_at = self.now();
        parcel.heard_at = self.now();
        shipments::update(tx, &mut parcel).await?;
        self.carrier.carry(tx, &parcel.doc, &label.number, at, self.clock.now()).await?;
        faults::point("return.drop.after_carrier");
        returns::update(tx, &wish).await?;
        orders::update(tx, &mut order).await?;
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(order)
    }

    /// The carrier's clock runs ahead of ours: the later of our time and its last word about an order, or
    /// about one parcel more.
    pub(super) async fn carriers_time(&self, conn: &mut Conn, order: &str, also: Option<&str>) -> Result<Timestamp> {
        carriers_time(conn, order, also, self.clock.now()).await
    }

    /// The order's page hears of a return.
    pub(super) async fn tell_return(&self, tx: &mut Tx, wish: &ReturnRow) -> Result<()> {
        if let Some(mut order) = orders::find(tx, &wish.order_id).await? {
            orders::update(tx, &mut order).await?;
            messages::announce(tx, "order", &order.id, self.now()).await?;
        }
        Ok(())
    }
}

/// The later of a moment and the carrier's last word about an order, or about one parcel more.
pub(super) async fn carriers_time(
    conn: &mut Conn,
    order: &str,
    also: Option<&str>,
    now: Timestamp,
) -> Result<Timestamp> {
    let mut latest = now;
    let mut ids: Vec<String> = shipments::of_order(conn, order).await?.into_iter().map(|s| s.id).collect();
    ids.extend(also.map(ToOwned::to_owned));
    for id in ids {
        let events = shipments::events(conn, &id).await?;
        if let Some(at) = events.first().and_then(|e| e.occurred_at.as_str().parse::<Timestamp>().ok()) {
            latest = latest.max(at);
        }
    }
    Ok(latest)
}

/// Where a step leads.
///
/// # Errors
/// 409 where it isn't possible.
pub(super) fn step(from: ReturnStatus, act: Act) -> Result<ReturnStatus> {
    let detail = "This return has gone on in between. Look at it again.";
    next(from, act).ok_or_else(|| Refusal::new(ProblemCode::InvalidState, detail))
}

/// The parcel that brought what a return sends back.
pub(super) async fn way_there(conn: &mut Conn, wish: &ReturnRow) -> Result<Option<ShipmentRow>> {
    let parcels = shipments::of_order(conn, &wish.order_id).await?;
    let first = wish.doc.lines.first().map(|line| &line.order_line_id);
    // Oldest first: what was sent in exchange has the same lines and comes behind.
    Ok(parcels.into_iter().find(|parcel| parcel.doc.lines.iter().any(|line| Some(&line.order_line_id) == first)))
}

/// The days of a way that begins at `from` and takes as long as one of the purchase did.
pub(super) fn like_before(order: &OrderRow, there: &ShipmentRow, from: Timestamp) -> DeliveryPromise {
    let begun = crate::clock::from_micros(order.created_at).to_zoned(TimeZone::UTC).date();
    let today = from.to_zoned(TimeZone::UTC).date();
    let moved = |day: &vitrine_api::Day| {
        let days = day.as_str().parse::<Date>().map_or(1, |day| (day - begun).get_days().max(1));
        wire_day(today.saturating_add(i64::from(days).days()))
    };
    let promise = &there.doc.promise;
    DeliveryPromise { earliest: moved(&promise.earliest), latest: moved(&promise.latest), cutoff: wire(from) }
}

fn fault(pointer: String, code: FieldCode, message: &str) -> FieldError {
    FieldError { pointer, code, message: message.to_owned() }
}

/// Which parcel brought a line, by its place among the order's.
fn parcel_of(order: &Order, line: &ReturnLine) -> Option<usize> {
    order.shipments.iter().position(|parcel| parcel.lines.iter().any(|l| l.order_line_id == line.order_line_id))
}

/// What is wrong with the pictures of a wish: too many, not there, another's, or shown twice.
async fn photo_faults(conn: &mut Conn, order: &str, session: &str, photos: &[PhotoId]) -> Result<Vec<FieldError>> {
    if photos.len() > MOST_PHOTOS {
        return Ok(vec![fault("/photos".to_owned(), FieldCode::Range, "At most four pictures.")]);
    }
    let mut faults = Vec::new();
    for (index, id) in photos.iter().enumerate() {
        let row = returns::photo(conn, id.as_str()).await?;
        let own = row.is_some_and(|p| p.order_id == order && p.session_id == session && p.return_id.is_none());
        if !own || photos[..index].contains(id) {
            faults.push(fault(format!("/photos/{index}"), FieldCode::NotOffered, "Take this picture again."));
        }
    }
    Ok(faults)
}
