-- Promotion codes: what they are, in which bags they lie, and who has used them.

CREATE TABLE promotion (id TEXT PRIMARY KEY, doc TEXT NOT NULL);

-- A code in a bag; whether it applies is computed each time. One that was withdrawn stays, with the reason.
CREATE TABLE cart_promotion (
    cart_id TEXT NOT NULL REFERENCES cart(id),
    code TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (cart_id, code)
);

-- The ledger of codes: one row for each checkout and code that takes something off.
CREATE TABLE promotion_redemption (
    id TEXT PRIMARY KEY,
    checkout_id TEXT NOT NULL REFERENCES checkout(id),
    code TEXT NOT NULL,
    -- single_use, per_shopper, per_cart: how often the code might be used at that time.
    usable TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id),
    -- SHA-256 of the email address in small letters.
    email_hash TEXT NOT NULL,
    -- Minor units taken off.
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    -- held by a checkout, used by an order, released when the checkout ended without one, returned when
    -- the order was canceled and the shopper may use the code again.
    state TEXT NOT NULL CHECK (state IN ('held', 'used', 'released', 'returned')),
    at BIGINT NOT NULL,
    UNIQUE (checkout_id, code)
);
CREATE INDEX promotion_redemption_by_code ON promotion_redemption (code, state);
-- Two checkouts can't have the same, however fast they are.
CREATE UNIQUE INDEX promotion_once ON promotion_redemption (code)
    WHERE usable = 'single_use' AND state IN ('held', 'used');
CREATE UNIQUE INDEX promotion_once_a_session ON promotion_redemption (code, session_id)
    WHERE usable = 'per_shopper' AND state IN ('held', 'used');
CREATE UNIQUE INDEX promotion_once_an_email ON promotion_redemption (code, email_hash)
    WHERE usable = 'per_shopper' AND state IN ('held', 'used');

CREATE TRIGGER promotion_redemption_stays BEFORE UPDATE OF id, checkout_id, code, usable, session_id, email_hash,
    amount, currency, at ON promotion_redemption
BEGIN SELECT RAISE(ABORT, 'a ledger is never changed'); END;
CREATE TRIGGER promotion_redemption_keeps BEFORE DELETE ON promotion_redemption
BEGIN SELECT RAISE(ABORT, 'a ledger is never changed'); END;
