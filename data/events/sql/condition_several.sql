-- The same of a rollup with several folders, which add up: what a later folder says of a user comes to what an earlier one
-- says, and that goes away again ($gone). A folder from before an event was known lacks that event's numbers.
WITH held AS NOT MATERIALIZED (
    SELECT
        NULL::UBIGINT AS "user", NULL::UBIGINT AS cell, NULL::BIGINT AS "at", NULL::BIGINT AS n0, NULL::BIGINT AS s0,
        NULL::BIGINT AS n1, NULL::BIGINT AS s1, 1::BIGINT AS sign
    WHERE false
    UNION ALL BY NAME
    SELECT *, 1::BIGINT AS sign FROM read_parquet($files, union_by_name = true)
    UNION ALL BY NAME
    SELECT *, -1::BIGINT AS sign FROM read_parquet($gone, union_by_name = true)
)
