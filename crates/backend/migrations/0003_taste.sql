-- Whom a browser's shopper follows, and what they don't want to be shown in films.
CREATE TABLE follow (
    session_id TEXT NOT NULL REFERENCES session(id),
    creator_id TEXT NOT NULL REFERENCES creator(id),
    PRIMARY KEY (session_id, creator_id)
);

CREATE TABLE uninterested (
    session_id TEXT NOT NULL REFERENCES session(id),
    product_id TEXT NOT NULL REFERENCES product(id),
    PRIMARY KEY (session_id, product_id)
);
