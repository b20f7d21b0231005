-- Second part of a fold query, for rows over a time in which the zone changed its offset often; see `fold_local`.
, clocked AS NOT MATERIALIZED (
    SELECT
        "user", event, variant, profile, "value", fresh, zoned AND NOT $undated AS shifted,
        CASE WHEN $undated THEN 0 ELSE epoch_us("time") END AS us
    FROM source
    WHERE $undated OR "time" IS NOT NULL
),
walled AS NOT MATERIALIZED (
    SELECT "user", event, variant, profile, "value", fresh, us, CASE WHEN shifted THEN us + "offset" ELSE us END AS wall
    FROM clocked
    ASOF JOIN offsets ON clocked.us >= offsets.since
),
placed AS NOT MATERIALIZED (
    SELECT
        "user", event, variant, profile, "value", fresh, wall,
        CASE WHEN $instants THEN us ELSE wall END AS "at",
        ((wall + 864000000000) // 86400000000 - 10)::INTEGER AS "day"
    FROM walled
)
