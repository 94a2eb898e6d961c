-- What a real payment provider needs: disputes, refunds that take days, messages that wait for a
-- provider that is away.

-- A bank asks money back, or asks about a payment first.
CREATE TABLE dispute (
    id TEXT PRIMARY KEY,
    provider_ref TEXT NOT NULL UNIQUE,
    checkout_id TEXT NOT NULL REFERENCES checkout(id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    -- Whether the money is away from us now.
    withdrawn BOOLEAN NOT NULL,
    opened_at BIGINT NOT NULL
);
CREATE INDEX dispute_by_checkout ON dispute (checkout_id);

-- The provider's own id, once it has taken the refund; until then it must be sent.
ALTER TABLE refund ADD COLUMN provider_ref TEXT;
CREATE UNIQUE INDEX refund_by_provider ON refund (provider_ref) WHERE provider_ref IS NOT NULL;
-- The payment it goes back from, where that isn't the checkout's own.
ALTER TABLE refund ADD COLUMN payment_ref TEXT;
-- Counts the keys that were used up by faults of the provider.
ALTER TABLE refund ADD COLUMN attempt BIGINT NOT NULL DEFAULT 0;
CREATE INDEX refund_by_checkout ON refund (checkout_id);

-- When a message that could not be applied is tried again.
ALTER TABLE inbox ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
