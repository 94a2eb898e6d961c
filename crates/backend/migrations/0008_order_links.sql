-- Links that show an order to whoever has them: in part, without a way to change anything, for a time.
-- Their secrets are stored only as hashes.
CREATE TABLE order_link (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES shop_order(id),
    token_hash TEXT NOT NULL UNIQUE,
    -- Whom it is for, in the owner's words; may be empty.
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- When it was last opened.
    opened_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX order_link_by_order ON order_link (order_id);
-- Who opened one. A session sees as long as its link lives: revoking a link ends them all.
CREATE TABLE order_link_session (
    session_id TEXT NOT NULL REFERENCES session(id),
    link_id TEXT NOT NULL REFERENCES order_link(id),
    PRIMARY KEY (session_id, link_id)
);
CREATE INDEX order_link_session_by_link ON order_link_session (link_id);
