-- The largest x that any of the users of a variant held after a change, by metric and day, of rows signed $sign.
SELECT metric, cells.variant, "day", max(peak) AS peak
FROM changes
JOIN cells ON cells.cell = changes.cell
WHERE population = 0 AND sign = $sign
GROUP BY metric, cells.variant, "day"
