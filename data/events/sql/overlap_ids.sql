-- Does an event id of the new rows ($fresh, a file) stand in older rows of the experiment ($older, files)?
SELECT EXISTS (
    SELECT 1
    FROM read_parquet($fresh) AS fresh
    SEMI JOIN read_parquet($older) AS older ON fresh.event_id = older.event_id
) AS overlaps;
