-- The way back of goods: its parcels, and pictures that show why.

-- A parcel that goes back belongs to a return; the order's own have none.
ALTER TABLE shipment ADD COLUMN return_id TEXT;
CREATE INDEX shipment_of_return ON shipment (return_id) WHERE return_id IS NOT NULL;

CREATE INDEX return_by_order ON return_request (order_id);
CREATE INDEX return_by_status ON return_request (status);

-- The file has the id's name under the data folder's `photos`.
CREATE TABLE return_photo (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES shop_order(id),
    -- Who took it: only that browser and the one that bought see it.
    session_id TEXT NOT NULL,
    -- Its media type, by its first bytes.
    mime TEXT NOT NULL,
    -- The return it shows; none while the wish is being written.
    return_id TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX return_photo_of ON return_photo (order_id);
CREATE INDEX return_photo_loose ON return_photo (created_at) WHERE return_id IS NULL;
