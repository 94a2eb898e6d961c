-- Whose an announcement is, is asked from the order's side.
CREATE INDEX order_access_by_order ON order_access (order_id);
