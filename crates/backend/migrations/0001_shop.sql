-- The catalogue: documents are the texts people read; what changes by itself (prices,
-- stock, counts) has columns of its own.
CREATE TABLE market    (id TEXT PRIMARY KEY, position INTEGER NOT NULL, doc TEXT NOT NULL);
CREATE TABLE warehouse (id TEXT PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE creator   (id TEXT PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE merchant  (id TEXT PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE product   (id TEXT PRIMARY KEY, merchant_id TEXT NOT NULL REFERENCES merchant(id), doc TEXT NOT NULL);
CREATE TABLE variant (
    id TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES product(id),
    position INTEGER NOT NULL,
    doc TEXT NOT NULL
);
CREATE TABLE price (
    variant_id TEXT NOT NULL REFERENCES variant(id),
    market_id TEXT NOT NULL REFERENCES market(id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    compare_at BIGINT,
    PRIMARY KEY (variant_id, market_id)
);
CREATE TABLE stock (
    variant_id TEXT NOT NULL REFERENCES variant(id),
    warehouse_id TEXT NOT NULL REFERENCES warehouse(id),
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
    reserved BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0 AND reserved <= on_hand),
    PRIMARY KEY (variant_id, warehouse_id)
);
CREATE TABLE clip (id TEXT PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE post (
    id TEXT PRIMARY KEY,
    clip_id TEXT NOT NULL REFERENCES clip(id),
    creator_id TEXT NOT NULL REFERENCES creator(id),
    published_at BIGINT NOT NULL,
    likes BIGINT NOT NULL,
    saves BIGINT NOT NULL,
    doc TEXT NOT NULL
);
CREATE INDEX post_by_time ON post (published_at DESC, id DESC);

-- A browser: its cookie is stored only as a hash.
CREATE TABLE session (id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL);
CREATE TABLE reaction (
    session_id TEXT NOT NULL REFERENCES session(id),
    post_id TEXT NOT NULL REFERENCES post(id),
    liked BOOLEAN NOT NULL,
    saved BOOLEAN NOT NULL,
    PRIMARY KEY (session_id, post_id)
);

CREATE TABLE cart (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session(id),
    market_id TEXT NOT NULL REFERENCES market(id),
    version BIGINT NOT NULL,
    email TEXT,
    address TEXT,
    shipping TEXT NOT NULL DEFAULT '{}',
    order_id TEXT,
    updated_at BIGINT NOT NULL
);
CREATE TABLE cart_line (
    id TEXT PRIMARY KEY,
    cart_id TEXT NOT NULL REFERENCES cart(id),
    variant_id TEXT NOT NULL REFERENCES variant(id),
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    -- The price the shopper last confirmed, in minor units of the cart's market.
    confirmed BIGINT NOT NULL,
    post_id TEXT,
    position BIGINT NOT NULL,
    UNIQUE (cart_id, variant_id)
);

CREATE TABLE checkout (
    id TEXT PRIMARY KEY,
    cart_id TEXT NOT NULL REFERENCES cart(id),
    session_id TEXT NOT NULL REFERENCES session(id),
    cart_version BIGINT NOT NULL,
    state TEXT NOT NULL,
    total BIGINT NOT NULL CHECK (total > 0),
    currency TEXT NOT NULL,
    doc TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    payment_provider TEXT,
    payment_ref TEXT UNIQUE,
    payment_url TEXT,
    payment_status TEXT,
    payment_error TEXT,
    payment_attempt BIGINT NOT NULL DEFAULT 0
);
-- A bag is bought by one checkout at a time.
CREATE UNIQUE INDEX checkout_active ON checkout (cart_id)
    WHERE state IN ('open', 'reserved', 'paying', 'requires_action', 'paid');
CREATE INDEX checkout_by_expiry ON checkout (state, expires_at);
CREATE TABLE reservation (
    checkout_id TEXT NOT NULL REFERENCES checkout(id),
    variant_id TEXT NOT NULL,
    warehouse_id TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (checkout_id, variant_id, warehouse_id)
);

CREATE TABLE shop_order (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    checkout_id TEXT NOT NULL UNIQUE REFERENCES checkout(id),
    session_id TEXT NOT NULL REFERENCES session(id),
    token_hash TEXT NOT NULL,
    version BIGINT NOT NULL,
    payment_status TEXT NOT NULL,
    fulfillment_status TEXT NOT NULL,
    doc TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE order_access (
    session_id TEXT NOT NULL REFERENCES session(id),
    order_id TEXT NOT NULL REFERENCES shop_order(id),
    PRIMARY KEY (session_id, order_id)
);
CREATE TABLE shipment (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES shop_order(id),
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    sub_status TEXT,
    carrier TEXT NOT NULL,
    tracking_number TEXT,
    doc TEXT NOT NULL,
    pack_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX shipment_by_number ON shipment (carrier, tracking_number);
CREATE INDEX shipment_by_order ON shipment (order_id, position);
CREATE TABLE tracking_event (
    shipment_id TEXT NOT NULL REFERENCES shipment(id),
    id TEXT NOT NULL,
    occurred_at BIGINT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (shipment_id, id)
);
CREATE TABLE refund (
    id TEXT PRIMARY KEY,
    checkout_id TEXT NOT NULL REFERENCES checkout(id),
    order_id TEXT,
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE return_request (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES shop_order(id),
    status TEXT NOT NULL,
    doc TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- What providers told us; the key makes a doubled webhook harmless.
CREATE TABLE inbox (
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    processed_at BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    error TEXT,
    PRIMARY KEY (provider, event_id)
);
CREATE INDEX inbox_open ON inbox (received_at) WHERE processed_at IS NULL;

-- What browsers must hear, in order; the snapshot is made when it is sent.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE idempotency (
    session_id TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status BIGINT,
    body TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, route, key)
);
