-- Last part of a query over the per-user tables: users by variant and period who did each of the `steps` (place, family,
-- part: 0 the family's first event, 1 its second) at least once since their exposure; place -1: all who are exposed.
SELECT -1 AS place, variant, period, count(*) AS users
FROM exposed
GROUP BY variant, period
UNION ALL
SELECT steps.place, exposed.variant, exposed.period, count(*)
FROM totals
JOIN steps ON steps.family = totals.family
JOIN exposed ON exposed."user" = totals."user" AND exposed.generation = totals.generation
WHERE CASE steps.part WHEN 0 THEN n0 ELSE n1 END > 0
GROUP BY steps.place, exposed.variant, exposed.period
ORDER BY ALL
