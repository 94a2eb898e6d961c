-- A code that every shopper has once: an email address uses it by paying, not by being written into a checkout.

DROP INDEX promotion_once_an_email;
CREATE UNIQUE INDEX promotion_once_an_email ON promotion_redemption (code, email_hash)
    WHERE usable = 'per_shopper' AND state = 'used';

-- The hash of the address for which a checkout of the bag was refused, because an order of it has used the code.
ALTER TABLE cart_promotion ADD COLUMN spent_for TEXT COLLATE "C";

-- When an operator ended the code, in microseconds. It stays, so that no file brings it back.
ALTER TABLE promotion ADD COLUMN ended_at BIGINT;
