-- What the store's SQL needs beyond PostgreSQL's own: functions that SQLite has, and what tells the
-- processes of each other.

-- A path such as `$.label.drop_off_by` or `$[2]` as the steps of `#>`.
CREATE FUNCTION json_steps(path TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_to_array(ltrim(regexp_replace(substr(path, 2), '\[(\d+)\]', '.\1', 'g'), '.'), '.')
$$;
-- A document without its \u0000, which no text of PostgreSQL can hold; a backslash before it may be escaped.
CREATE FUNCTION json_doc(doc TEXT) RETURNS JSON LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN strpos(doc, '\u0000') = 0 THEN doc::json
        ELSE regexp_replace(doc, '(?<!\\)((?:\\\\)*)\\u0000', '\1', 'g')::json END
$$;
CREATE FUNCTION json_extract(doc TEXT, path TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (json_doc(doc) #> json_steps(path)) #>> '{}'
$$;
-- The items of an array; none where there is no array.
CREATE FUNCTION json_each(doc TEXT, path TEXT) RETURNS TABLE (value TEXT) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT item.value::text
    FROM (SELECT json_doc(doc) #> json_steps(path) AS found) AS place
    CROSS JOIN LATERAL json_array_elements(
        CASE WHEN json_typeof(place.found) = 'array' THEN place.found ELSE '[]'::json END) AS item
$$;
CREATE FUNCTION instr(whole TEXT, part TEXT) RETURNS BIGINT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT strpos(whole, part)::bigint
$$;

-- The machine's clock in microseconds.
CREATE FUNCTION micros_now() RETURNS BIGINT LANGUAGE sql VOLATILE AS $$
    SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)
$$;

-- For triggers: what is written once. The sentence is the trigger's argument.
CREATE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END
$$;

-- For triggers: wakes the process that does the jobs, once the change is committed.
CREATE FUNCTION wake_worker() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('vitrine_work', '');
    RETURN NULL;
END
$$;
