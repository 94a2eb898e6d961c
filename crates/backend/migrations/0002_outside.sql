-- Stand-ins for the outside world: the sandbox payment provider and the simulated
-- carrier. They share the file with the shop, never its tables. No card numbers here.
CREATE TABLE sandbox_payment (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    error TEXT,
    refunded BIGINT NOT NULL DEFAULT 0,
    return_url TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE TABLE outside_delivery (
    id TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    payload TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    delivered_at BIGINT
);
CREATE INDEX outside_delivery_due ON outside_delivery (due_at) WHERE delivered_at IS NULL;
CREATE TABLE sandbox_refund (idempotency_key TEXT PRIMARY KEY, payment_id TEXT NOT NULL, amount BIGINT NOT NULL);
