-- Last part of a fold query: how many rows each day holds, and its first and last moment in local time.
SELECT "day", count(*) AS "rows", min(wall) AS first, max(wall) AS last
FROM placed
GROUP BY "day"
