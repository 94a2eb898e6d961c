-- What the worker asks again and again must not read every parcel there is.
CREATE INDEX shipment_unpacked ON shipment (pack_at) WHERE tracking_number IS NULL;

-- Transactions that notify commit one after another, with the disk. Changes of bags are far more than orders, and what the
-- stand-ins send is theirs: the process where it happens wakes its own jobs, and others look four times a second.
DROP TRIGGER outside_delivery_wakes ON outside_delivery;
DROP TRIGGER outbox_wakes ON outbox;
CREATE TRIGGER outbox_wakes AFTER INSERT ON outbox FOR EACH ROW WHEN (NEW.kind <> 'cart')
    EXECUTE FUNCTION wake_worker();
