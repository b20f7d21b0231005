-- The same of a rollup with several folders, of the users in the `chosen` cells: of each the newest one holds (`newer`:
-- users whom a folder after the first knows; `generations`: path, generation). A folder from before an event was known
-- lacks that event's numbers.
WITH held AS NOT MATERIALIZED (
    SELECT
        NULL::UBIGINT AS "user", NULL::UBIGINT AS cell, NULL::BIGINT AS "at", NULL::BIGINT AS n0, NULL::BIGINT AS s0,
        NULL::BIGINT AS n1, NULL::BIGINT AS s1
    WHERE false
    UNION ALL BY NAME
    SELECT rows.*
    FROM (
        SELECT *
        FROM read_parquet($files, filename = true, union_by_name = true)
        SEMI JOIN chosen USING (cell)
    ) AS rows
    JOIN generations ON generations.path = rows.filename
    ANTI JOIN newer ON newer."user" = rows."user" AND newer.generation > generations.generation
)
