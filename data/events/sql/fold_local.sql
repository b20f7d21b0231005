-- Second part of a fold query: `placed` puts every row on the experiment's calendar.
-- `at` orders: the instant when every row of the experiment knows its offset ($instants), else the local wall time.
-- `day` is the local date, in days since 1970. In an undated experiment ($undated) everything happens at one moment.
-- The zone is an offset and at most four changes of it ($switch_n, $step_n): joining the table of offsets with every row
-- doubled the time of a fold. Rows over a longer time take `fold_local_long`.
, clocked AS NOT MATERIALIZED (
    SELECT
        "user", event, variant, profile, "value", fresh, zoned AND NOT $undated AS shifted,
        CASE WHEN $undated THEN 0 ELSE epoch_us("time") END AS us
    FROM source
    WHERE $undated OR "time" IS NOT NULL
),
walled AS NOT MATERIALIZED (
    SELECT
        "user", event, variant, profile, "value", fresh, us,
        CASE
            WHEN shifted THEN us + $shift
                + CASE WHEN us >= $switch_1 THEN $step_1 ELSE 0 END
                + CASE WHEN us >= $switch_2 THEN $step_2 ELSE 0 END
                + CASE WHEN us >= $switch_3 THEN $step_3 ELSE 0 END
                + CASE WHEN us >= $switch_4 THEN $step_4 ELSE 0 END
            ELSE us
        END AS wall
    FROM clocked
),
placed AS NOT MATERIALIZED (
    SELECT
        "user", event, variant, profile, "value", fresh, wall,
        CASE WHEN $instants THEN us ELSE wall END AS "at",
        ((wall + 864000000000) // 86400000000 - 10)::INTEGER AS "day"
    FROM walled
)
