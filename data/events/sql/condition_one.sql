-- Head of a query over the per-user table ($files) of a rollup with one folder: its rows, `held`, each counted once.
WITH held AS NOT MATERIALIZED (
    SELECT
        NULL::UBIGINT AS "user", NULL::UBIGINT AS cell, NULL::BIGINT AS "at", NULL::BIGINT AS n0, NULL::BIGINT AS s0,
        NULL::BIGINT AS n1, NULL::BIGINT AS s1, 1::BIGINT AS sign
    WHERE false
    UNION ALL BY NAME
    SELECT *, 1::BIGINT AS sign FROM read_parquet($files)
)
