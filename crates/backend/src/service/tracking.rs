//! Parcels: packed by us, told of by carriers.

use super::{Result, Round, Shop};
use crate::carriers::Telling;
use crate::carriers::simulated::Wish;
use crate::clock::{from_micros, micros, wire, wire_day};
use crate::domain::{estimate, order as rules, silence, tracking as domain};
use crate::faults;
use crate::store::orders::OrderRow;
use crate::store::shipments::{self, NamedDay, ShipmentDoc, ShipmentRow};
use crate::store::{Tx, messages, numbers, orders, word};
use jiff::Timestamp;
use jiff::civil::Date;
use vitrine_api::{Day, DeliveryPromise, EstimateChange, FulfillmentStatus, TrackingEvent, TrackingStatus};

impl Shop {
    /// Packs what is due: gets a label for each parcel; says whether there was anything.
    ///
    /// # Errors
    /// When the database fails, for one of them or for all.
    pub async fn pack_due(&self) -> Result<bool> {
        let mut round = Round::begin(&self.stuck, "packing");
        let due = shipments::to_pack(&mut *self.reader().await?, self.now(), round.page()).await?;
        let any = !due.is_empty();
        round.each(due, |id| async move { self.pack(&id).await }).await;
        round.end().map(|()| any)
    }

    /// Packs a parcel; false when its order leaves it as it is.
    async fn pack(&self, id: &str) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let fresh = shipments::find(&mut tx, id).await?;
        // A merchant may have given it a number since it was found, and another process a label.
        let unpacked = |row: &ShipmentRow| row.tracking_number.is_none() && row.status == TrackingStatus::Unknown;
        let Some(mut shipment) = fresh.filter(unpacked) else {
            return Ok(true);
        };
        let Some(order) = orders::find(&mut tx, &shipment.order_id).await? else {
            return Ok(false);
        };
        if order.fulfillment_status == FulfillmentStatus::Canceled {
            return Ok(false);
        }
        // The carrier counts its days from the order, a quarter of a day before the label.
        let label_at = from_micros(order.created_at) + jiff::SignedDuration::from_hours(6);
        let named = shipment.doc.label_at.as_ref().and_then(|at| at.as_str().parse::<Timestamp>().ok());
        let label_at = named.unwrap_or(label_at);
        let wish = wish(&order, &shipment.doc);
        let number = self.carrier.ship(&mut tx, &shipment.doc, wish, label_at, self.clock.now()).await?;
        faults::point("pack.after_label");
        numbers::give(&mut tx, &mut shipment, &number, self.now()).await?;
        faults::point("pack.after_number");
        shipment.doc.carrier.tracking_url = self.page(&shipment);
        shipment.updated_at = self.now();
        shipment.heard_at = self.now();
        shipments::update(&mut tx, &mut shipment).await?;
        messages::announce(&mut tx, "order", &shipment.order_id, self.now()).await?;
        faults::point("pack.before_commit");
        tx.commit().await?;
        faults::point("pack.after_commit");
        Ok(true)
    }

    /// Applies what a provider told, by message or when asked; says whether anything was new.
    /// Doubled, late and reordered tellings lead to the same parcel.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn apply_telling(&self, provider: &str, told: &Telling) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let Some((mut shipment, number)) = told_of(&mut tx, provider, told).await? else {
            tracing::warn!(provider, carrier = told.carrier, "news of a parcel that isn't ours");
            return Ok(false);
        };
        let mut news = false;
        for event in &told.events {
            news |= shipments::add_event(&mut tx, &shipment.id, micros(event.occurred_at), &event.shown()).await?;
            faults::point("telling.after_event");
        }
        if news {
            shipment.heard_at = self.now();
        }
        if let Some(number) = number {
            news |= self.renumber(&mut tx, &mut shipment, number).await?;
        }
        news |= note_day(&mut shipment, told.eta);
        if !news {
            // What it rests on may be another's work that isn't on the disk yet.
            tx.commit().await?;
            return Ok(false);
        }
        if shipment.status == TrackingStatus::Cancelled {
            tx.commit().await?;
            return Ok(true);
        }
        shipment.updated_at = self.now();
        self.stand(&mut tx, &mut shipment).await?;
        faults::point("telling.after_standing");
        self.follow(&mut tx, &shipment).await?;
        faults::point("telling.before_commit");
        tx.commit().await?;
        faults::point("telling.after_commit");
        self.wake_browsers();
        Ok(true)
    }

    /// Marks parcels as stale that nobody scanned for too long.
    ///
    /// # Errors
    /// When the database fails, for one of them or for all.
    pub async fn mark_silent(&self) -> Result<()> {
        let mut round = Round::begin(&self.stuck, "silence");
        let due = shipments::fallen_silent(&mut *self.reader().await?, self.now(), round.page()).await?;
        let any = !due.is_empty();
        round.each(due, |id| async move { self.fall_silent(&id).await }).await;
        if any {
            self.wake_browsers();
        }
        round.end()
    }

    async fn fall_silent(&self, id: &str) -> Result<bool> {
        let mut tx = self.store.begin().await?;
        let Some(mut shipment) = shipments::find(&mut tx, id).await? else {
            return Ok(true);
        };
        let before = (shipment.status, shipment.sub_status.clone());
        self.stand(&mut tx, &mut shipment).await?;
        if before != (shipment.status, shipment.sub_status.clone()) {
            self.follow(&mut tx, &shipment).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// The carrier gave the parcel another number. One it had before doesn't come back, so that an
    /// old message changes nothing.
    async fn renumber(&self, tx: &mut Tx, shipment: &mut ShipmentRow, number: &str) -> Result<bool> {
        if numbers::of(tx, &shipment.id).await?.iter().any(|known| known == number) {
            return Ok(false);
        }
        numbers::give(tx, shipment, number, self.now()).await?;
        shipment.doc.carrier.tracking_url = self.page(shipment);
        Ok(true)
    }

    /// The page of a parcel at its carrier.
    pub(super) fn page(&self, shipment: &ShipmentRow) -> Option<String> {
        self.trackers.named(&shipment.provider)?.page(shipment.tracking_number.as_deref()?)
    }

    /// Standing and estimate are computed anew from all that is known.
    async fn stand(&self, tx: &mut Tx, shipment: &mut ShipmentRow) -> Result<()> {
        let events = as_rules(&shipments::events(tx, &shipment.id).await?);
        let silent_at = self.silent_at(shipment, &events);
        let stale = silent_at.is_some_and(|at| at <= self.clock.now());
        let told = domain::standing(&events);
        let standing = if stale { silence::stale(&events, told) } else { told };
        shipment.stale_at = silent_at.filter(|_| !stale).map(micros);
        shipment.status = standing.status;
        shipment.sub_status = standing.sub_status;
        estimate_anew(shipment, &events);
        Ok(shipments::update(tx, shipment).await?)
    }

    /// When a parcel counts as silent, by our clock. The scans of a stand-in in a hurry lie ahead of it, so
    /// its silence is counted from when it was last heard, in its own days.
    fn silent_at(&self, shipment: &ShipmentRow, events: &[domain::Event]) -> Option<Timestamp> {
        let (since, at) = (silence::quiet_since(events)?, silence::stale_at(events)?);
        let stand_in = shipment.provider == shipments::FIRST_PROVIDER;
        let hurried = stand_in.then(|| self.carrier.hurried(at.duration_since(since))).flatten();
        Some(hurried.map_or(at, |silence| from_micros(shipment.heard_at) + silence))
    }

    /// The order follows its parcels.
    async fn follow(&self, tx: &mut Tx, shipment: &ShipmentRow) -> Result<()> {
        follow_parcels(tx, &shipment.order_id, self.now()).await
    }
}

/// What an order wishes for a parcel: in test mode the second line of its address may name a plan, and
/// customs asks of the recipient what wasn't paid at the checkout for what is in it.
fn wish(order: &OrderRow, parcel: &ShipmentDoc) -> Wish {
    let line = order.doc.shipping_address.line2.as_deref().filter(|_| order.doc.test_mode);
    Wish::of(line, parcel.duty())
}

/// The packing axis of an order follows its parcels, and browsers are told. `now` in microseconds.
pub(super) async fn follow_parcels(tx: &mut Tx, order: &str, now: i64) -> Result<()> {
    let Some(mut order) = orders::find(tx, order).await? else {
        return Ok(());
    };
    let parcels = shipments::of_order(tx, &order.id).await?;
    let packed = |p: &ShipmentRow| silence::packed_as(p.status, p.sub_status.as_deref());
    let statuses: Vec<TrackingStatus> = parcels.iter().map(packed).collect();
    if order.fulfillment_status != FulfillmentStatus::Canceled {
        order.fulfillment_status = rules::fulfillment(&statuses);
    }
    orders::update(tx, &mut order).await?;
    messages::announce(tx, "order", &order.id, now).await?;
    Ok(())
}

/// The parcel a telling is about, and the number it has from now on where that is another one: told
/// in so many words, or known by our reference and told of under a number nobody heard of.
async fn told_of<'a>(tx: &mut Tx, provider: &str, told: &'a Telling) -> Result<Option<(ShipmentRow, Option<&'a str>)>> {
    if let Some(row) = shipments::by_number(tx, provider, &told.carrier, &told.tracking_number).await? {
        return Ok(Some((row, told.new_number.as_deref())));
    }
    let Some(reference) = &told.reference else {
        return Ok(None);
    };
    let row = shipments::find(tx, reference).await?;
    let row = row.filter(|row| row.provider == provider && row.carrier == told.carrier);
    Ok(row.map(|row| (row, Some(told.tracking_number.as_str()))))
}

/// The events as the rules see them.
pub(super) fn as_rules(events: &[TrackingEvent]) -> Vec<domain::Event> {
    let seen = |event: &TrackingEvent| {
        Some(domain::Event {
            occurred_at: event.occurred_at.as_str().parse::<Timestamp>().ok()?,
            id: event.id.clone(),
            status: event.status,
            sub_status: event.sub_status.clone(),
        })
    };
    events.iter().filter_map(seen).collect()
}

/// Notes a day the carrier named; false when it is known.
fn note_day(shipment: &mut ShipmentRow, eta: Option<estimate::Eta>) -> bool {
    let Some(eta) = eta else { return false };
    let named = NamedDay { told_at: wire(eta.told_at), day: wire_day(eta.day) };
    if shipment.doc.etas.contains(&named) {
        return false;
    }
    shipment.doc.etas.push(named);
    true
}

/// The promise stays; today's estimate moves, with the time and the reason.
fn estimate_anew(shipment: &mut ShipmentRow, events: &[domain::Event]) {
    let date = |day: &Day| day.as_str().parse::<Date>().ok();
    let promise = &shipment.doc.promise;
    let Some((earliest, latest)) = date(&promise.earliest).zip(date(&promise.latest)) else {
        return;
    };
    let etas: Vec<estimate::Eta> = shipment
        .doc
        .etas
        .iter()
        .filter_map(|eta| Some(estimate::Eta { told_at: eta.told_at.as_str().parse().ok()?, day: date(&eta.day)? }))
        .collect();
    let (days, changes) = estimate::estimate(estimate::Days { earliest, latest }, events, &etas);
    let window = |days: estimate::Days| DeliveryPromise {
        earliest: wire_day(days.earliest),
        latest: wire_day(days.latest),
        cutoff: promise.cutoff.clone(),
    };
    let change = |change: estimate::Change| EstimateChange {
        at: wire(change.at),
        from: window(change.from),
        to: window(change.to),
        reason: reason(change.reason),
    };
    let (now, history) = (window(days), changes.into_iter().map(change).collect());
    shipment.doc.estimate = now;
    shipment.doc.estimate_changes = history;
}

/// Why an estimate moved: the sub-status or status that moved it, or `eta` where the carrier named a day.
fn reason(reason: estimate::Reason) -> String {
    match reason {
        estimate::Reason::Carrier => "eta".to_owned(),
        estimate::Reason::Event(status, sub) => sub.or_else(|| word(&status).ok()).unwrap_or_default(),
    }
}
