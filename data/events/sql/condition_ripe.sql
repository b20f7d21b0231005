-- Last part: users in the `chosen` cells whose whole window ($span, microseconds) has passed by the end of the day $last.
-- `offsets` (since, offset): what to add for local time.
, windows AS (
    SELECT every."user", every.cell, every."at" + $span - 1 AS ends
    FROM every
    SEMI JOIN chosen ON chosen.cell = every.cell
)
SELECT "user", cell
FROM windows
ASOF JOIN offsets ON windows.ends >= offsets.since
WHERE (windows.ends + offsets."offset") // 86400000000 <= $last
