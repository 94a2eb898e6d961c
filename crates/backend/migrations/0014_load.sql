-- What the worker asks again and again must not read every parcel there is.
CREATE INDEX shipment_unpacked ON shipment (pack_at) WHERE tracking_number IS NULL;
