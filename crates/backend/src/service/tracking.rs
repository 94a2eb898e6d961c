//! Parcels: packed by us, told of by carriers.

use super::{Result, Shop};
use crate::carriers::{CarrierEvent, normalise};
use crate::clock::{from_micros, micros, wire, wire_day};
use crate::domain::{order as rules, tracking as domain};
use crate::store::shipments::{self, ShipmentRow};
use crate::store::{Tx, messages, orders};
use jiff::civil::Date;
use vitrine_api::{DeliveryPromise, EstimateChange, FulfillmentStatus, TrackingEvent, TrackingStatus};

impl Shop {
    /// Packs what is due: gets a label for each parcel.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pack_due(&self) -> Result<bool> {
        let due = shipments::to_pack(&mut *self.reader().await?, self.now()).await?;
        for mut shipment in due.clone() {
            let mut tx = self.store.begin().await?;
            let Some(order) = orders::find(&mut tx, &shipment.order_id).await? else {
                continue;
            };
            if order.fulfillment_status == FulfillmentStatus::Canceled {
                continue;
            }
            // The carrier counts its days from the order, a quarter of a day before the label.
            let label_at = from_micros(order.created_at) + jiff::SignedDuration::from_hours(6);
            let number = self.carrier.ship(&mut tx, &shipment.doc, label_at, self.clock.now()).await?;
            shipment.doc.carrier.tracking_url = Some(format!("/sandbox/track/{number}"));
            shipment.tracking_number = Some(number);
            shipment.updated_at = self.now();
            shipments::update(&mut tx, &mut shipment).await?;
            messages::announce(&mut tx, "order", &shipment.order_id, self.now()).await?;
            tx.commit().await?;
        }
        Ok(!due.is_empty())
    }

    /// Applies what a carrier told. Doubled, late and reordered tellings lead to the same parcel.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn apply_tracking(&self, told: &CarrierEvent) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let Some(mut shipment) = shipments::by_tracking(&mut tx, &told.carrier, &told.tracking_number).await? else {
            tracing::warn!(carrier = told.carrier, "an event of a parcel that isn't ours");
            return Ok(());
        };
        let (status, sub_status) = normalise::simulated(&told.code);
        let event = TrackingEvent {
            id: told.id(),
            occurred_at: wire(told.occurred_at),
            status,
            sub_status: sub_status.map(ToOwned::to_owned),
            code: told.code.clone(),
            message: told.message.clone(),
            location: told.location.clone(),
        };
        if !shipments::add_event(&mut tx, &shipment.id, micros(told.occurred_at), &event).await? {
            return Ok(());
        }
        if shipment.status == TrackingStatus::Cancelled {
            tx.commit().await?;
            return Ok(());
        }
        self.move_estimate(&mut shipment, &event);
        self.stand(&mut tx, &mut shipment).await?;
        self.follow(&mut tx, &shipment).await?;
        tx.commit().await?;
        self.wake_browsers().await;
        Ok(())
    }

    async fn stand(&self, tx: &mut Tx, shipment: &mut ShipmentRow) -> Result<()> {
        let events: Vec<domain::Event> = shipments::events(tx, &shipment.id)
            .await?
            .into_iter()
            .filter_map(|e| {
                Some(domain::Event {
                    occurred_at: e.occurred_at.as_str().parse().ok()?,
                    id: e.id,
                    status: e.status,
                    sub_status: e.sub_status,
                })
            })
            .collect();
        let standing = domain::standing(&events);
        shipment.status = standing.status;
        shipment.sub_status = standing.sub_status;
        shipment.updated_at = self.now();
        Ok(shipments::update(tx, shipment).await?)
    }

    /// The promise stays; today's estimate moves, with the time and the reason.
    fn move_estimate(&self, shipment: &mut ShipmentRow, event: &TrackingEvent) {
        let Some(days) = domain::estimate_shift(event.status, event.sub_status.as_deref()) else {
            return;
        };
        let from = shipment.doc.estimate.clone();
        let day = |text: &vitrine_api::Day| text.as_str().parse::<Date>().ok();
        let (Some(earliest), Some(latest)) = (day(&from.earliest), day(&from.latest)) else {
            return;
        };
        let (earliest, latest) = domain::shifted(earliest, latest, days);
        let to =
            DeliveryPromise { earliest: wire_day(earliest), latest: wire_day(latest), cutoff: from.cutoff.clone() };
        shipment.doc.estimate = to.clone();
        let reason = event.sub_status.clone().or_else(|| crate::store::word(&event.status).ok()).unwrap_or_default();
        shipment.doc.estimate_changes.push(EstimateChange { at: event.occurred_at.clone(), from, to, reason });
    }

    /// The order follows its parcels.
    async fn follow(&self, tx: &mut Tx, shipment: &ShipmentRow) -> Result<()> {
        let Some(mut order) = orders::find(tx, &shipment.order_id).await? else {
            return Ok(());
        };
        let parcels = shipments::of_order(tx, &order.id).await?;
        let statuses: Vec<TrackingStatus> = parcels.iter().map(|p| p.status).collect();
        if order.fulfillment_status != FulfillmentStatus::Canceled {
            order.fulfillment_status = rules::fulfillment(&statuses);
        }
        orders::update(tx, &mut order).await?;
        messages::announce(tx, "order", &order.id, self.now()).await?;
        Ok(())
    }
}
