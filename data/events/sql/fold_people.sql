-- Last part of a fold query: one row per exposed user, by the earliest exposure that counts.
-- Ties: the lowest variant in declared order, then the lowest profile code; so moment, variant and profile are packed
-- into one integer and its minimum is taken, whatever the order of files.
-- `cell` = profile number * 2^32 + period * 2^16 + variant's rank; `crossed` is filled in by `fold_crossed`.
, exposures AS (
    SELECT "user", "at", ranks.rank, coalesce(profile, 0) AS profile
    FROM placed
    JOIN ranks ON ranks.variant = placed.variant
    WHERE event = $exposure::UBIGINT AND "day" BETWEEN $starts AND $ends
),
firsts AS (
    SELECT
        "user",
        min((("at" + 864000000000) * 1024 + rank)::HUGEINT * 18446744073709551616 + profile) AS packed,
        min(rank) <> max(rank) AS several
    FROM exposures
    GROUP BY "user"
),
unpacked AS (
    SELECT
        "user", several,
        ((packed >> 74)::BIGINT - 864000000000) AS "at",
        ((packed >> 64) & 1023)::BIGINT AS rank,
        (packed & 18446744073709551615)::UBIGINT AS profile
    FROM firsts
),
dated AS (
    SELECT
        "user", several, "at", rank, profile,
        (("at" + CASE WHEN NOT $instants THEN 0 WHEN "at" >= switch THEN after ELSE before END + 864000000000)
            // 86400000000 - 10)::INTEGER AS "day"
    FROM unpacked
    JOIN offsets ON offsets.utc_day = (("at" + 864000000000) // 86400000000 - 10)::INTEGER
)
SELECT
    "user", "at", "day",
    (coalesce(numbers.number, 0) << 32) + (calendar.period::BIGINT << 16) + rank AS cell,
    several,
    NULL::INTEGER AS crossed
FROM dated
JOIN calendar ON "day" BETWEEN calendar.from_day AND calendar.to_day
LEFT JOIN numbers ON numbers.profile = dated.profile
