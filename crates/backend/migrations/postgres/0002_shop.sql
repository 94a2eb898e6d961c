-- The same tables as SQLite has after its tenth migration. Texts are ordered by their bytes, as there.

-- The catalogue: documents are the texts people read; what changes by itself (prices,
-- stock, counts) has columns of its own.
CREATE TABLE market    (id TEXT COLLATE "C" PRIMARY KEY, position BIGINT NOT NULL, doc TEXT COLLATE "C" NOT NULL);
CREATE TABLE warehouse (id TEXT COLLATE "C" PRIMARY KEY, doc TEXT COLLATE "C" NOT NULL);
CREATE TABLE creator   (id TEXT COLLATE "C" PRIMARY KEY, doc TEXT COLLATE "C" NOT NULL);
CREATE TABLE merchant  (id TEXT COLLATE "C" PRIMARY KEY, doc TEXT COLLATE "C" NOT NULL);
CREATE TABLE product   (id TEXT COLLATE "C" PRIMARY KEY, merchant_id TEXT COLLATE "C" NOT NULL REFERENCES merchant(id), doc TEXT COLLATE "C" NOT NULL);
CREATE TABLE variant (
    id TEXT COLLATE "C" PRIMARY KEY,
    product_id TEXT COLLATE "C" NOT NULL REFERENCES product(id),
    position BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL
);
CREATE TABLE price (
    variant_id TEXT COLLATE "C" NOT NULL REFERENCES variant(id),
    market_id TEXT COLLATE "C" NOT NULL REFERENCES market(id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    compare_at BIGINT,
    PRIMARY KEY (variant_id, market_id)
);
CREATE TABLE stock (
    variant_id TEXT COLLATE "C" NOT NULL REFERENCES variant(id),
    warehouse_id TEXT COLLATE "C" NOT NULL REFERENCES warehouse(id),
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
    reserved BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0 AND reserved <= on_hand),
    PRIMARY KEY (variant_id, warehouse_id)
);
CREATE TABLE clip (id TEXT COLLATE "C" PRIMARY KEY, doc TEXT COLLATE "C" NOT NULL);
CREATE TABLE post (
    id TEXT COLLATE "C" PRIMARY KEY,
    clip_id TEXT COLLATE "C" NOT NULL REFERENCES clip(id),
    creator_id TEXT COLLATE "C" NOT NULL REFERENCES creator(id),
    published_at BIGINT NOT NULL,
    likes BIGINT NOT NULL,
    saves BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL
);
CREATE INDEX post_by_time ON post (published_at DESC, id DESC);

-- A browser: its cookie is stored only as a hash.
CREATE TABLE session (id TEXT COLLATE "C" PRIMARY KEY, token_hash TEXT COLLATE "C" NOT NULL UNIQUE, created_at BIGINT NOT NULL);
CREATE TABLE reaction (
    session_id TEXT COLLATE "C" NOT NULL REFERENCES session(id),
    post_id TEXT COLLATE "C" NOT NULL REFERENCES post(id),
    liked BIGINT NOT NULL CHECK (liked IN (0, 1)),
    saved BIGINT NOT NULL CHECK (saved IN (0, 1)),
    PRIMARY KEY (session_id, post_id)
);

CREATE TABLE cart (
    id TEXT COLLATE "C" PRIMARY KEY,
    session_id TEXT COLLATE "C" NOT NULL REFERENCES session(id),
    market_id TEXT COLLATE "C" NOT NULL REFERENCES market(id),
    version BIGINT NOT NULL,
    email TEXT COLLATE "C",
    address TEXT COLLATE "C",
    shipping TEXT COLLATE "C" NOT NULL DEFAULT '{}',
    order_id TEXT COLLATE "C",
    updated_at BIGINT NOT NULL
);
CREATE TABLE cart_line (
    id TEXT COLLATE "C" PRIMARY KEY,
    cart_id TEXT COLLATE "C" NOT NULL REFERENCES cart(id),
    variant_id TEXT COLLATE "C" NOT NULL REFERENCES variant(id),
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    -- The price the shopper last confirmed, in minor units of the cart's market.
    confirmed BIGINT NOT NULL,
    post_id TEXT COLLATE "C",
    position BIGINT NOT NULL,
    UNIQUE (cart_id, variant_id)
);

CREATE TABLE checkout (
    id TEXT COLLATE "C" PRIMARY KEY,
    cart_id TEXT COLLATE "C" NOT NULL REFERENCES cart(id),
    session_id TEXT COLLATE "C" NOT NULL REFERENCES session(id),
    cart_version BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    total BIGINT NOT NULL CHECK (total > 0),
    currency TEXT COLLATE "C" NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    payment_provider TEXT COLLATE "C",
    payment_ref TEXT COLLATE "C" UNIQUE,
    payment_url TEXT COLLATE "C",
    payment_status TEXT COLLATE "C",
    payment_error TEXT COLLATE "C",
    payment_attempt BIGINT NOT NULL DEFAULT 0
);
-- A bag is bought by one checkout at a time.
CREATE UNIQUE INDEX checkout_active ON checkout (cart_id)
    WHERE state IN ('open', 'reserved', 'paying', 'requires_action', 'paid');
CREATE INDEX checkout_by_expiry ON checkout (state, expires_at);
CREATE TABLE reservation (
    checkout_id TEXT COLLATE "C" NOT NULL REFERENCES checkout(id),
    variant_id TEXT COLLATE "C" NOT NULL,
    warehouse_id TEXT COLLATE "C" NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (checkout_id, variant_id, warehouse_id)
);

CREATE TABLE shop_order (
    id TEXT COLLATE "C" PRIMARY KEY,
    number TEXT COLLATE "C" NOT NULL UNIQUE,
    checkout_id TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES checkout(id),
    session_id TEXT COLLATE "C" NOT NULL REFERENCES session(id),
    token_hash TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    payment_status TEXT COLLATE "C" NOT NULL,
    fulfillment_status TEXT COLLATE "C" NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE order_access (
    session_id TEXT COLLATE "C" NOT NULL REFERENCES session(id),
    order_id TEXT COLLATE "C" NOT NULL REFERENCES shop_order(id),
    PRIMARY KEY (session_id, order_id)
);
CREATE TABLE shipment (
    id TEXT COLLATE "C" PRIMARY KEY,
    order_id TEXT COLLATE "C" NOT NULL REFERENCES shop_order(id),
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    sub_status TEXT COLLATE "C",
    carrier TEXT COLLATE "C" NOT NULL,
    tracking_number TEXT COLLATE "C",
    doc TEXT COLLATE "C" NOT NULL,
    pack_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    provider TEXT COLLATE "C" NOT NULL DEFAULT 'simulated',
    heard_at BIGINT NOT NULL DEFAULT 0,
    stale_at BIGINT,
    followed BIGINT NOT NULL DEFAULT 0,
    ask_at BIGINT NOT NULL DEFAULT 0,
    asks BIGINT NOT NULL DEFAULT 0,
    -- A parcel that goes back belongs to a return; the order's own have none.
    return_id TEXT COLLATE "C"
);
CREATE INDEX shipment_stale ON shipment (stale_at) WHERE stale_at IS NOT NULL;
CREATE INDEX shipment_asked ON shipment (ask_at) WHERE tracking_number IS NOT NULL;
CREATE INDEX shipment_of_return ON shipment (return_id) WHERE return_id IS NOT NULL;
CREATE INDEX shipment_by_order ON shipment (order_id, position);
CREATE TABLE tracking_event (
    shipment_id TEXT COLLATE "C" NOT NULL REFERENCES shipment(id),
    id TEXT COLLATE "C" NOT NULL,
    occurred_at BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (shipment_id, id)
);
CREATE TABLE refund (
    id TEXT COLLATE "C" PRIMARY KEY,
    checkout_id TEXT COLLATE "C" NOT NULL REFERENCES checkout(id),
    order_id TEXT COLLATE "C",
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    -- The provider's own id, once it has taken the refund; until then it must be sent.
    provider_ref TEXT COLLATE "C",
    -- The payment it goes back from, where that isn't the checkout's own.
    payment_ref TEXT COLLATE "C",
    -- Counts the keys that were used up by faults of the provider.
    attempt BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX refund_by_provider ON refund (provider_ref) WHERE provider_ref IS NOT NULL;
CREATE INDEX refund_by_checkout ON refund (checkout_id);
CREATE TABLE return_request (
    id TEXT COLLATE "C" PRIMARY KEY,
    order_id TEXT COLLATE "C" NOT NULL REFERENCES shop_order(id),
    status TEXT COLLATE "C" NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);

-- What providers told us; the key makes a doubled webhook harmless.
CREATE TABLE inbox (
    provider TEXT COLLATE "C" NOT NULL,
    event_id TEXT COLLATE "C" NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    received_at BIGINT NOT NULL,
    processed_at BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    error TEXT COLLATE "C",
    -- When a message that could not be applied is tried again.
    due_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (provider, event_id)
);
CREATE INDEX inbox_open ON inbox (received_at) WHERE processed_at IS NULL;

-- What browsers must hear; the snapshot is made when it is sent. A row gets its number when it is committed,
-- from one process at a time: numbers given with the row could be seen in another order.
CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seq BIGINT UNIQUE,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX outbox_unnumbered ON outbox (id) WHERE seq IS NULL;
CREATE SEQUENCE outbox_seq;

-- Numbers what has none, in the order it was made, and tells every process the newest number.
CREATE FUNCTION relay_outbox() RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    next_id BIGINT;
    newest BIGINT;
BEGIN
    -- One at a time, also while the jobs pass from one process to another.
    PERFORM pg_advisory_xact_lock(22092);
    FOR next_id IN SELECT id FROM outbox WHERE seq IS NULL ORDER BY id LOOP
        newest := nextval('outbox_seq');
        UPDATE outbox SET seq = newest WHERE id = next_id;
    END LOOP;
    IF newest IS NOT NULL THEN
        PERFORM pg_notify('vitrine_news', newest::text);
    END IF;
    RETURN newest;
END
$$;
CREATE TRIGGER outbox_wakes AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION wake_worker();
CREATE TRIGGER inbox_wakes AFTER INSERT ON inbox FOR EACH STATEMENT EXECUTE FUNCTION wake_worker();

CREATE TABLE idempotency (
    session_id TEXT COLLATE "C" NOT NULL,
    route TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    status BIGINT,
    body TEXT COLLATE "C",
    -- Which process works for it.
    holder BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, route, key)
);
