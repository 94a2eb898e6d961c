//! Orders: made once, shown whole, canceled while nothing has left.

use super::checkouts::Frozen;
use super::tracking::as_rules;
use super::{Refusal, Result, Shop, missing, money_view, worth};
use crate::clock::{from_micros, wire};
use crate::domain::{moves, order as rules, silence, tracking};
use crate::faults;
use crate::secret::{capability, hash, random};
use crate::store::carts;
use crate::store::checkouts::CheckoutRow;
use crate::store::orders::{self, OrderDoc, OrderRow};
use crate::store::shipments::{self, ShipmentDoc, ShipmentRow};
use crate::store::{
    Conn, Tx, disputes, messages, missing as reports, new_id, numbers, promotions, refunds, returns, stock,
};
use vitrine_api::{
    DisputeStatus, FulfillmentStatus, MissingStatus, NextActor, Order, OrderLine, OrderSummary, PaymentStatus,
    ProblemCode, Shipment, ShipmentAction, ShipmentLine, TrackingStatus,
};

impl Shop {
    /// The order's own secret, which opens all of it: 128 bits that only this shop can make.
    #[must_use]
    pub fn order_token(&self, order: &str) -> String {
        capability(&self.secret.derive("order link"), order)
    }

    /// Turns a paid checkout into an order: sells the held pieces, plans the parcels, closes the bag.
    ///
    /// # Errors
    /// When the database fails, or the checkout has an order.
    pub async fn make_order(&self, tx: &mut Tx, checkout: &CheckoutRow) -> Result<()> {
        let frozen: Frozen = serde_json::from_str(&checkout.doc)?;
        let now = self.now();
        let id = new_id();
        let lines: Vec<OrderLine> = frozen
            .lines
            .iter()
            .map(|line| OrderLine {
                id: new_id().into(),
                variant_id: line.variant_id.clone(),
                product_id: line.product_id.clone(),
                title: line.title.clone(),
                options: line.options.clone(),
                thumbnail_url: line.thumbnail_url.clone(),
                merchant: line.merchant.clone(),
                quantity: line.quantity,
                unit_price: line.unit_price,
                line_total: line.line_total,
                discount: line.discount,
            })
            .collect();
        let group_of =
            |cart_line: &vitrine_api::CartLine| frozen.groups.iter().find(|g| g.line_ids.contains(&cart_line.id));
        let taken = frozen
            .lines
            .iter()
            .filter_map(|l| Some((l.variant_id.0.clone(), group_of(l)?.warehouse.id.0.clone(), i64::from(l.quantity))))
            .collect();
        let order = OrderRow {
            id: id.clone(),
            number: order_number(),
            checkout_id: checkout.id.clone(),
            session_id: checkout.session_id.clone(),
            token_hash: hash(&self.order_token(&id)),
            version: 1,
            payment_status: PaymentStatus::Captured,
            fulfillment_status: FulfillmentStatus::NotFulfilled,
            doc: OrderDoc {
                market: frozen.market.clone(),
                lines: lines.clone(),
                promotions: frozen.promotions.clone(),
                totals: frozen.totals.clone(),
                contact: frozen.contact.clone(),
                shipping_address: frozen.shipping_address.clone(),
                taken,
                test_mode: self.payments.test_mode(),
            },
            created_at: now,
        };
        orders::insert(tx, &order).await?;
        faults::point("order.after_row");
        if !frozen.promotions.is_empty() {
            promotions::use_held(tx, &checkout.id).await?;
            // Before the shelves are locked: whoever lets a rival go locks in the same order.
            promotions::end_rivals(tx, &checkout.id, self.now()).await?;
        }
        faults::point("promotion.use.after_row");
        for (position, group) in frozen.groups.iter().enumerate() {
            let inside =
                frozen.lines.iter().zip(&lines).filter(|(cart_line, _)| group.line_ids.contains(&cart_line.id));
            let parcel = self.parcel(&frozen, group, inside.map(|(_, line)| line))?;
            let row = self.new_parcel(&id, parcel, TrackingStatus::Unknown);
            shipments::insert(tx, &row, position).await?;
        }
        faults::point("order.after_parcels");
        let closed = carts::close(tx, &checkout.cart_id, &checkout.session_id, &id, now).await?;
        faults::point("order.after_bag");
        // As late as it can be: on PostgreSQL all who buy the same wait for this shelf until the commit.
        stock::sell(tx, &checkout.id).await?;
        faults::point("order.after_stock");
        let news = [("cart", checkout.cart_id.as_str()), ("order", id.as_str())];
        Ok(messages::announce_all(tx, if closed { &news } else { &news[1..] }, now).await?)
    }

    fn parcel<'a>(
        &self,
        frozen: &Frozen,
        group: &vitrine_api::DeliveryGroup,
        lines: impl Iterator<Item = &'a OrderLine>,
    ) -> Result<ShipmentDoc> {
        let chosen = group.shipping_options.iter().find(|o| Some(&o.id) == group.selected.as_ref());
        let chosen = chosen.ok_or_else(|| Refusal::new(ProblemCode::ShippingUnavailable, "No way of shipping."))?;
        let ways = self.catalogue.warehouses.get(group.warehouse.id.as_str()).map(|w| &w.shipping);
        let code = ways
            .and_then(|w| w.get(frozen.market.as_str()))
            .and_then(|list| list.iter().find(|way| way.carrier_name == chosen.carrier))
            .map_or("carrier", |way| way.carrier.as_str());
        let lines: Vec<&OrderLine> = lines.collect();
        Ok(ShipmentDoc {
            merchant: group.merchant.clone(),
            from: group.warehouse.clone(),
            to_country: frozen.market.0.clone(),
            to_city: frozen.shipping_address.city.clone(),
            to_name: frozen.shipping_address.name.clone(),
            cross_border: group.cross_border,
            carrier: vitrine_api::Carrier { code: code.to_owned(), name: chosen.carrier.clone(), tracking_url: None },
            lines: lines
                .iter()
                .map(|line| ShipmentLine {
                    order_line_id: line.id.clone(),
                    title: line.title.clone(),
                    thumbnail_url: line.thumbnail_url.clone(),
                    quantity: line.quantity,
                })
                .collect(),
            promise: chosen.promise.clone(),
            estimate: chosen.promise.clone(),
            estimate_changes: Vec::new(),
            etas: Vec::new(),
            label_at: None,
            incoterm: Some(group.incoterm),
            due_at_door: self.due_at_door(group, frozen.market.as_str(), &lines)?,
        })
    }

    /// An order that is the session's: it bought it, or opened it by the order's own secret.
    ///
    /// # Errors
    /// When it is unknown or another's.
    pub async fn own_order(&self, conn: &mut Conn, session: &str, id: &str) -> Result<OrderRow> {
        let order = orders::find(conn, id).await?.ok_or_else(Refusal::not_found)?;
        if orders::may_see(conn, session, &order).await? { Ok(order) } else { Err(Refusal::not_found()) }
    }

    /// The order with its parcels.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_view(&self, conn: &mut Conn, row: &OrderRow) -> Result<Order> {
        let rows = shipments::of_order(conn, &row.id).await?;
        let wishes = returns::of_order(conn, &row.id).await?;
        let missing = reports::of_order(conn, &row.id).await?;
        let after = worth::after(row.doc.lines.iter(), &wishes, &missing, &rows);
        let mut parcels = Vec::new();
        for shipment in rows {
            parcels.push(self.shipment_view(conn, shipment).await?);
        }
        let standings: Vec<_> = parcels.iter().map(|s| (s.status, s.sub_status.as_deref())).collect();
        let status = rules::status(row.payment_status, row.fulfillment_status, &standings, after);
        let back = refunds::of_order(conn, &row.id).await?;
        let disputed = disputes::of_checkout(conn, &row.checkout_id).await?;
        let settled = disputed.iter().all(|dispute| dispute.status == DisputeStatus::Won);
        let (returnable_until, guarantee_until) = self.coverage(row, &parcels, &wishes);
        let noticed = |refund: &str| {
            wishes.iter().find(|wish| wish.doc.refund.as_deref() == Some(refund)).map(|wish| wish.created_at)
        };
        let now = self.clock.now();
        let refunds = back
            .into_iter()
            .map(|refund| {
                let noticed_at = noticed(&refund.id);
                money_view::refund(refund, noticed_at, now)
            })
            .collect::<Result<Vec<_>>>()?;
        let mut back = Vec::new();
        for wish in wishes {
            back.push(self.return_view(conn, wish).await?);
        }
        Ok(Order {
            id: row.id.as_str().into(),
            number: row.number.clone(),
            version: u64::try_from(row.version).unwrap_or_default(),
            checkout_id: row.checkout_id.as_str().into(),
            created_at: wire(from_micros(row.created_at)),
            market: row.doc.market.clone(),
            status,
            payment_status: row.payment_status,
            fulfillment_status: row.fulfillment_status,
            lines: row.doc.lines.clone(),
            promotions: row.doc.promotions.clone(),
            totals: row.doc.totals.clone(),
            contact: row.doc.contact.clone(),
            shipping_address: row.doc.shipping_address.clone(),
            returnable_until,
            guarantee_until,
            shipments: parcels,
            returns: back,
            refunds,
            disputes: disputed.into_iter().map(money_view::dispute).collect::<Result<_>>()?,
            cancelable: settled && rules::cancelable(row.payment_status, row.fulfillment_status),
            test_mode: row.doc.test_mode,
            shared: false,
        })
    }

    /// A parcel with its events.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shipment_view(&self, conn: &mut Conn, row: ShipmentRow) -> Result<Shipment> {
        let events = shipments::events(conn, &row.id).await?;
        let mut numbers = numbers::of(conn, &row.id).await?;
        numbers.retain(|number| Some(number) != row.tracking_number.as_ref());
        let seen = as_rules(&events);
        // As it was when it was stored: the version says that nothing else is shown.
        let told = match tracking::standing(&seen) {
            told if row.status == TrackingStatus::Stale => silence::stale(&seen, told),
            told => told,
        };
        let since = told.since.filter(|_| told.status == row.status);
        let standing = tracking::Standing { status: row.status, sub_status: row.sub_status.clone(), since };
        let incoterm = row.doc.incoterm.unwrap_or_else(|| self.incoterm(row.doc.merchant.id.as_str()));
        let (actor, code, due) = moves::action(&standing, incoterm);
        let mut action = ShipmentAction { actor, code: code.to_owned(), due: due.map(wire) };
        let report = reports::find(conn, &row.id).await?;
        if let Some(open) = report.as_ref().filter(|report| report.status == MissingStatus::Reported) {
            // It isn't over: the seller has the next word.
            let due = Some(wire(from_micros(open.answer_by)));
            action = ShipmentAction { actor: NextActor::Seller, code: "answer_missing".to_owned(), due };
        }
        let contacts = self.contacts(&row.doc);
        Ok(Shipment {
            id: row.id.into(),
            order_id: row.order_id.into(),
            version: u64::try_from(row.version).unwrap_or_default(),
            merchant: row.doc.merchant,
            from: row.doc.from,
            to_country: row.doc.to_country,
            cross_border: row.doc.cross_border,
            carrier: row.doc.carrier,
            tracking_number: row.tracking_number,
            former_tracking_numbers: numbers,
            last_scan_at: tracking::last_scan(&seen).map(wire),
            status: row.status,
            sub_status: row.sub_status,
            lines: row.doc.lines,
            promise: row.doc.promise,
            estimate: row.doc.estimate,
            estimate_changes: row.doc.estimate_changes,
            events,
            action: Some(action),
            missing: report.map(missing::view),
            contacts: Some(contacts),
            updated_at: wire(from_micros(row.updated_at)),
        })
    }

    /// The order in a list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_summary(&self, conn: &mut Conn, row: &OrderRow) -> Result<OrderSummary> {
        let order = self.order_view(conn, row).await?;
        Ok(OrderSummary {
            id: order.id,
            number: order.number,
            created_at: order.created_at,
            status: order.status,
            payment_status: order.payment_status,
            total: order.totals.total,
            pieces: order.lines.iter().map(|l| l.quantity).sum(),
            thumbnails: order.lines.iter().take(4).map(|l| l.thumbnail_url.clone()).collect(),
            latest: order
                .shipments
                .iter()
                .filter(|s| tracking::is_coming(s.status))
                .map(|s| s.estimate.latest.clone())
                .max(),
        })
    }
}

/// Ten characters without look-alikes, at random: an order number tells nobody how many there are.
fn order_number() -> String {
    const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let letters: String = random::<10>().iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect();
    format!("V-{}-{}", &letters[..5], &letters[5..])
}
