-- Which process works for a key: on PostgreSQL several serve one shop. 0 where there is only one.
ALTER TABLE idempotency ADD COLUMN holder BIGINT NOT NULL DEFAULT 0;
