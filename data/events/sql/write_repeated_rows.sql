-- Rows of one experiment as they stand in the lake. `repeated` holds the fingerprints that occur more than once.
-- An event id counts once, at its first line; identical rows without one stay and are numbered.
COPY (
    WITH
    marked AS (
        SELECT
            parts.* EXCLUDE (profile),
            numbers.profile,
            fingerprint(experiment, "user", "time", zoned, event, variant, "value", event_id)
                IN (SELECT repeated.fingerprint FROM repeated) AS again
        FROM read_parquet($parts) AS parts
        LEFT JOIN numbers ON parts.profile = numbers.number
        WHERE experiment = $experiment
    ),
    named AS (
        FROM marked
        WHERE again AND event_id IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY line) = 1
    ),
    numbered AS (
        SELECT
            *,
            row_number() OVER (
                PARTITION BY "user", "time", zoned, event, variant, profile, "value" ORDER BY line
            ) - 1 AS occurrence
        FROM marked
        WHERE again AND event_id IS NULL
    ),
    every_row AS (
        SELECT *, 0 AS occurrence FROM marked WHERE NOT again
        UNION ALL
        SELECT *, 0 FROM named
        UNION ALL
        FROM numbered
    )
    SELECT
        "user", "time", zoned, event, variant, profile, "value", event_id, occurrence::UINTEGER AS occurrence
    FROM every_row
) TO $target (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 5000);
