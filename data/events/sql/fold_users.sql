-- Who came into each population on each day, times $sign, into `arrivals`; `window_days` is 0 but for the matured.
INSERT INTO arrivals
SELECT 0, 0, "day", cell, $sign * count(*) FROM people GROUP BY "day", cell
UNION ALL
SELECT 1, maturity.window_days, maturity."day", cell, $sign * count(*)
FROM people
JOIN maturity ON maturity."user" = people."user"
GROUP BY maturity.window_days, maturity."day", cell
UNION ALL
SELECT 2, 0, crossed, cell, $sign * count(*) FROM people WHERE crossed IS NOT NULL GROUP BY crossed, cell;
