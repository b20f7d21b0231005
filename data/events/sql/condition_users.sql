-- Last part: users in the `chosen` cells, by variant and period.
, counted AS (
    SELECT cell, sum(sign) AS users
    FROM every
    GROUP BY cell
)
SELECT variant, period, sum(users)::BIGINT AS users
FROM counted
JOIN chosen ON chosen.cell = counted.cell
GROUP BY variant, period
HAVING sum(users) > 0
