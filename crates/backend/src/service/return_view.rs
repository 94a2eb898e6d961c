//! Returns and coverage, as an order's page shows them.

use super::{Result, Shop, money_view};
use crate::clock::{from_micros, wire, wire_day};
use crate::domain::{coverage, refund_clock, tracking};
use crate::store::orders::OrderRow;
use crate::store::returns::ReturnRow;
use crate::store::{Conn, shipments};
use jiff::tz::TimeZone;
use vitrine_api::{Day, ReturnLabel, ReturnRequest, Shipment, TrackingStatus};

impl Shop {
    /// A return with its parcel and its clock.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn return_view(&self, conn: &mut Conn, row: ReturnRow) -> Result<ReturnRequest> {
        let doc = row.doc;
        let under_way = doc.sent_at.is_some() || doc.received_at.is_some();
        let parcel = match doc.label.as_ref().filter(|_| under_way) {
            Some(label) => shipments::find(conn, &label.shipment).await?,
            None => None,
        };
        let way_back = match parcel {
            // Whose move it is stands in the clock; the parcel's table is about the way there.
            Some(parcel) => Some(Shipment { action: None, ..self.shipment_view(conn, parcel).await? }),
            None => None,
        };
        let facts = refund_clock::Return {
            status: row.status,
            asked_at: from_micros(row.created_at),
            answer_by: from_micros(doc.answer_at),
            drop_off_by: doc.label.as_ref().map(|label| from_micros(label.drop_off_by)),
            sent_at: doc.sent_at.map(from_micros),
            received_at: doc.received_at.map(from_micros),
        };
        Ok(ReturnRequest {
            id: row.id.into(),
            created_at: wire(from_micros(row.created_at)),
            status: row.status,
            lines: doc.lines,
            reason: doc.reason,
            photos: doc.photos.into_iter().map(Into::into).collect(),
            label: doc.label.map(|label| ReturnLabel {
                carrier: label.carrier,
                number: label.number,
                created_at: wire(from_micros(label.created_at)),
                drop_off_by: wire(from_micros(label.drop_off_by)),
            }),
            way_back,
            new_parcels: doc.parcels.into_iter().map(Into::into).collect(),
            clock: Some(money_view::clock(refund_clock::of_return(&facts, self.clock.now()))),
        })
    }

    /// Until when goods may go back, and until when the seller answers for faults; both are told once all
    /// that was bought has come, but for parcels that are lost or went back: nobody waits for these. Pieces sent in
    /// exchange don't move them, and what is sent once more only when it has come: whatever becomes of it, the
    /// rest is there.
    pub(super) fn coverage(
        &self,
        row: &OrderRow,
        parcels: &[Shipment],
        wishes: &[ReturnRow],
    ) -> (Option<Day>, Option<Day>) {
        let instead = |parcel: &Shipment| wishes.iter().any(|wish| wish.doc.parcels.contains(&parcel.id.0));
        let once_more = |parcel: &Shipment| {
            let mut reports = parcels.iter().filter_map(|before| before.missing.as_ref());
            reports.any(|report| report.new_parcel.as_ref() == Some(&parcel.id))
        };
        let counts = |parcel: &&Shipment| {
            let expected = tracking::is_coming(parcel.status) && !once_more(parcel);
            !instead(parcel) && (parcel.status == TrackingStatus::Delivered || expected)
        };
        let bought: Vec<&Shipment> = parcels.iter().filter(counts).collect();
        if bought.is_empty() || bought.iter().any(|parcel| parcel.status != TrackingStatus::Delivered) {
            return (None, None);
        }
        let last = bought.iter().filter_map(|parcel| parcel.events.first()).map(|e| e.occurred_at.as_str()).max();
        let Some(day) = last.and_then(|last| last.parse::<jiff::Timestamp>().ok()) else {
            return (None, None);
        };
        let day = day.to_zoned(TimeZone::UTC).date();
        let days = row.doc.lines.iter().map(|line| self.return_days(line.merchant.id.as_str())).min().unwrap_or(14);
        let guarantee = coverage::guarantee_until(row.doc.market.as_str(), day);
        (Some(wire_day(coverage::returnable_until(day, days))), guarantee.map(wire_day))
    }

    /// The days a merchant gives to send goods back; 14 for one that is no more.
    pub(super) fn return_days(&self, merchant: &str) -> u32 {
        self.catalogue.merchants.get(merchant).map_or(14, |merchant| merchant.return_days)
    }
}
