-- Who tells of a parcel, when it was last heard of, when silence makes it stale, and when its
-- carrier is asked next. Times in microseconds.
ALTER TABLE shipment ADD COLUMN provider TEXT NOT NULL DEFAULT 'simulated';
ALTER TABLE shipment ADD COLUMN heard_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE shipment ADD COLUMN stale_at BIGINT;
ALTER TABLE shipment ADD COLUMN followed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE shipment ADD COLUMN ask_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE shipment ADD COLUMN asks BIGINT NOT NULL DEFAULT 0;
UPDATE shipment SET heard_at = updated_at;
-- Five days; when the time comes, the rules look at the events again.
UPDATE shipment SET stale_at = updated_at + 432000000000
    WHERE status IN ('pre_transit', 'in_transit', 'out_for_delivery', 'attempt_failed', 'delayed');
CREATE INDEX shipment_stale ON shipment (stale_at) WHERE stale_at IS NOT NULL;
CREATE INDEX shipment_asked ON shipment (ask_at) WHERE tracking_number IS NOT NULL;

-- Every number a parcel ever had: all of them find it. Carriers give numbers out again after a
-- while, so one number may be several parcels'; the newest counts.
CREATE TABLE shipment_number (
    carrier TEXT NOT NULL,
    number TEXT NOT NULL,
    shipment_id TEXT NOT NULL REFERENCES shipment(id),
    told_at BIGINT NOT NULL,
    PRIMARY KEY (carrier, number, shipment_id)
);
CREATE INDEX shipment_number_of ON shipment_number (shipment_id, told_at);
INSERT INTO shipment_number (carrier, number, shipment_id, told_at)
    SELECT carrier, tracking_number, id, updated_at FROM shipment WHERE tracking_number IS NOT NULL;
DROP INDEX shipment_by_number;
