-- Merchants who work on their orders by program: their keys, what they called, what they answered.

-- A key's secret is made from the data folder's secret and the id, so that nothing here opens anything.
CREATE TABLE merchant_key (
    id TEXT PRIMARY KEY,
    merchant_id TEXT NOT NULL REFERENCES merchant(id),
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX merchant_key_of ON merchant_key (merchant_id);

-- Every signed call, and every change an operator made by `orders`. A nonce is used once.
CREATE TABLE merchant_call (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at BIGINT NOT NULL,
    -- Empty for an operator.
    merchant_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    nonce TEXT NOT NULL,
    method TEXT NOT NULL,
    target TEXT NOT NULL,
    -- SHA-256 of the body.
    body_hash TEXT NOT NULL,
    -- Absent until it was answered.
    status BIGINT,
    UNIQUE (key_id, nonce)
);
CREATE TRIGGER merchant_call_stays BEFORE UPDATE ON merchant_call WHEN OLD.status IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END;
CREATE TRIGGER merchant_call_told BEFORE UPDATE OF seq, at, merchant_id, key_id, nonce, method, target, body_hash
ON merchant_call
BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END;
CREATE TRIGGER merchant_call_keeps BEFORE DELETE ON merchant_call
BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END;

-- Which refund a key began, so that asking twice pays once.
CREATE TABLE merchant_refund (
    -- The merchant; empty for an operator.
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES shop_order(id),
    -- Minor units, or all of it where absent.
    wish BIGINT,
    refund_id TEXT NOT NULL REFERENCES refund(id),
    PRIMARY KEY (actor, key)
);
CREATE INDEX merchant_refund_of ON merchant_refund (order_id);

-- What the seller said to a wish to send goods back.
CREATE TABLE return_answer (
    return_id TEXT PRIMARY KEY REFERENCES return_request(id),
    actor TEXT NOT NULL,
    accepted BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL
);
