-- Last part of a fold query: users with an exposure before the test's start, and users exposed only after its end.
, outside AS (
    SELECT
        "user",
        min("day") FILTER ("day" < $starts) AS early,
        min("day") FILTER ("day" > $ends) AS late
    FROM placed
    JOIN ranks ON ranks.variant = placed.variant
    WHERE event = $exposure::UBIGINT AND "day" NOT BETWEEN $starts AND $ends
    GROUP BY "user"
)
SELECT 'early_exposures' AS kind, early AS "day", $sign * count(*) AS amount
FROM outside
WHERE early IS NOT NULL
GROUP BY early
UNION ALL
SELECT 'late_exposures', late, $sign * count(*)
FROM outside
ANTI JOIN people USING ("user")
WHERE late IS NOT NULL
GROUP BY late
