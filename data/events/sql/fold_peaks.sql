-- The largest x that any of the users of a variant held after a change, by metric and day, of rows signed $sign.
SELECT metric, ranks.variant, "day", max(peak) AS peak
FROM changes
JOIN ranks ON ranks.rank = cell & 1023
WHERE population = 0 AND sign = $sign
GROUP BY metric, ranks.variant, "day"
