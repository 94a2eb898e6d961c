-- The ledgers: one row for every movement of money and of pieces, written in the transaction of the
-- movement. Nothing is ever changed or deleted. `vitrine-backend audit` adds them up.

-- Each payment that took money, as the provider told it.
CREATE TABLE payment (
    ref TEXT PRIMARY KEY,
    checkout_id TEXT NOT NULL REFERENCES checkout(id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    taken_at BIGINT NOT NULL
);
CREATE INDEX payment_by_checkout ON payment (checkout_id);

CREATE TABLE money_ledger (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    -- When it was written, by the machine's clock, in microseconds.
    at BIGINT NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    -- payment, refund, refund_failed, dispute, dispute_won
    kind TEXT NOT NULL,
    checkout_id TEXT NOT NULL,
    -- The payment, refund or dispute that moved.
    subject TEXT NOT NULL,
    -- Minor units: above zero it came to us.
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL
);
CREATE INDEX money_ledger_by_checkout ON money_ledger (checkout_id);

CREATE TABLE stock_ledger (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at BIGINT NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    -- initial, set, reserve, release, sell, return
    kind TEXT NOT NULL,
    variant_id TEXT NOT NULL,
    warehouse_id TEXT NOT NULL,
    checkout_id TEXT,
    -- By how much the two columns of `stock` changed.
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL
);
CREATE INDEX stock_ledger_by_shelf ON stock_ledger (variant_id, warehouse_id);

-- What was there before the ledgers were: shelves as they would be without the orders, the pieces of
-- the orders that stand, and what is held.
INSERT INTO stock_ledger (kind, variant_id, warehouse_id, on_hand, reserved)
    SELECT 'initial', s.variant_id, s.warehouse_id, s.on_hand + COALESCE((
        SELECT SUM(json_extract(t.value, '$[2]')) FROM shop_order o, json_each(o.doc, '$.taken') t
        WHERE o.fulfillment_status <> 'canceled' AND json_extract(t.value, '$[0]') = s.variant_id
            AND json_extract(t.value, '$[1]') = s.warehouse_id), 0), 0
    FROM stock s;
INSERT INTO stock_ledger (kind, variant_id, warehouse_id, checkout_id, on_hand, reserved)
    SELECT 'sell', json_extract(t.value, '$[0]'), json_extract(t.value, '$[1]'), o.checkout_id,
        -json_extract(t.value, '$[2]'), 0
    FROM shop_order o, json_each(o.doc, '$.taken') t WHERE o.fulfillment_status <> 'canceled';
INSERT INTO stock_ledger (kind, variant_id, warehouse_id, checkout_id, on_hand, reserved)
    SELECT 'reserve', variant_id, warehouse_id, checkout_id, 0, quantity FROM reservation;
INSERT INTO payment (ref, checkout_id, amount, currency, taken_at)
    SELECT payment_ref, id, total, currency, created_at FROM checkout
    WHERE state IN ('paid', 'ordered', 'refund_due') AND payment_ref IS NOT NULL;
INSERT INTO money_ledger (kind, checkout_id, subject, amount, currency)
    SELECT 'payment', checkout_id, ref, amount, currency FROM payment;
INSERT INTO money_ledger (kind, checkout_id, subject, amount, currency)
    SELECT 'refund', checkout_id, id, -amount, currency FROM refund WHERE status = 'succeeded';

CREATE TRIGGER money_ledger_stays BEFORE UPDATE ON money_ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is never changed'); END;
CREATE TRIGGER money_ledger_keeps BEFORE DELETE ON money_ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is never changed'); END;
CREATE TRIGGER stock_ledger_stays BEFORE UPDATE ON stock_ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is never changed'); END;
CREATE TRIGGER stock_ledger_keeps BEFORE DELETE ON stock_ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is never changed'); END;
