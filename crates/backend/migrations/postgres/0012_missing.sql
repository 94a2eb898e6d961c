-- Parcels that were told as delivered and aren't there: what the shopper said, and what the seller did.
CREATE TABLE missing_report (
    shipment_id TEXT COLLATE "C" PRIMARY KEY REFERENCES shipment(id),
    order_id TEXT COLLATE "C" NOT NULL REFERENCES shop_order(id),
    -- reported, found, resent, refunded
    status TEXT COLLATE "C" NOT NULL,
    reported_at BIGINT NOT NULL,
    -- After that the money goes back by itself.
    answer_by BIGINT NOT NULL,
    answered_at BIGINT,
    -- Who answered, empty for an operator; absent where the time was over.
    actor TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    refund_id TEXT COLLATE "C" REFERENCES refund(id),
    -- The parcel that comes instead.
    new_shipment_id TEXT COLLATE "C" REFERENCES shipment(id)
);
CREATE INDEX missing_report_of_order ON missing_report (order_id);
CREATE INDEX missing_report_due ON missing_report (answer_by) WHERE status = 'reported';

-- Which pieces left which shelf to be sent once more.
CREATE TABLE missing_resent (
    shipment_id TEXT COLLATE "C" NOT NULL REFERENCES missing_report(shipment_id),
    variant_id TEXT COLLATE "C" NOT NULL,
    warehouse_id TEXT COLLATE "C" NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (shipment_id, variant_id, warehouse_id)
);
