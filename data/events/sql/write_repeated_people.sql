-- People of an undated user table as they stand in the lake. `repeated` holds the fingerprints of people in several rows.
-- A person's first row counts; a row under another variant is kept as an exposure without outcomes.
COPY (
    WITH
    marked AS (
        SELECT
            parts.* EXCLUDE (profile),
            numbers.profile,
            hash(experiment, "user") IN (SELECT repeated.fingerprint FROM repeated) AS again
        FROM read_parquet($parts) AS parts
        LEFT JOIN numbers ON parts.profile = numbers.number
        WHERE experiment = $experiment
    ),
    exposures AS (
        SELECT
            line, "user",
            row_number() OVER (PARTITION BY "user" ORDER BY line) AS row_of_person,
            row_number() OVER (PARTITION BY "user", variant ORDER BY line) AS row_of_variant
        FROM marked
        WHERE again AND event = $exposure
    ),
    every_row AS (
        SELECT * FROM marked WHERE NOT again
        UNION ALL
        SELECT marked.*
        FROM marked
        JOIN exposures USING (line)
        WHERE again AND (row_of_person = 1 OR (row_of_variant = 1 AND event = $exposure))
    )
    SELECT
        "user", "time", zoned, event, variant, profile, "value", event_id, 0::UINTEGER AS occurrence
    FROM every_row
) TO $target (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 5000);
