-- Rows of one experiment as they stand in the lake, when no two of the file can be the same event.
COPY (
    SELECT
        "user", "time", zoned, event, variant, numbers.profile, "value", event_id, 0::UINTEGER AS occurrence
    FROM read_parquet($parts) AS parts
    LEFT JOIN numbers ON parts.profile = numbers.number
    WHERE experiment = $experiment
) TO $target (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 5000);
