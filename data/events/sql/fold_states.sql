-- Each user's state after each step (n0, s0, n1, s1) and before it (p0, q0, p1, q1), by population:
-- 0 everyone, by day; 1 matured, one step on the day by whose end the whole window has passed; 2 crossed, from the day
-- of the second variant on. Only users with several steps need the window function.
CREATE OR REPLACE TABLE steps AS
SELECT 0::TINYINT AS population, "user", family, "day", cell, n0, s0, n1, s1
FROM hits
WHERE family >= 0
UNION ALL
SELECT 1::TINYINT, hits."user", hits.family, maturity."day", min(hits.cell),
    sum(n0)::BIGINT, sum(s0)::BIGINT, sum(n1)::BIGINT, sum(s1)::BIGINT
FROM hits
JOIN spans ON spans.family = hits.family
JOIN maturity ON maturity."user" = hits."user" AND maturity.window_days = spans.window_days
GROUP BY hits."user", hits.family, maturity."day"
UNION ALL
SELECT 2::TINYINT, hits."user", hits.family, greatest(hits."day", people.crossed), min(hits.cell),
    sum(n0)::BIGINT, sum(s0)::BIGINT, sum(n1)::BIGINT, sum(s1)::BIGINT
FROM hits
JOIN people ON people."user" = hits."user"
WHERE hits.family >= 0 AND people.crossed IS NOT NULL
GROUP BY hits."user", hits.family, greatest(hits."day", people.crossed);

CREATE OR REPLACE TABLE several AS
SELECT population, "user", family FROM steps GROUP BY ALL HAVING count(*) > 1;

CREATE OR REPLACE TABLE states AS
WITH running AS (
    SELECT
        population, family, "day", cell, n0 AS a0, s0 AS b0, n1 AS a1, s1 AS b1,
        sum(n0) OVER so_far AS n0, sum(s0) OVER so_far AS s0, sum(n1) OVER so_far AS n1, sum(s1) OVER so_far AS s1
    FROM steps
    SEMI JOIN several USING (population, "user", family)
    WINDOW so_far AS (PARTITION BY population, "user", family ORDER BY "day" ROWS UNBOUNDED PRECEDING)
)
SELECT
    population, family, "day", cell, n0::BIGINT AS n0, s0::BIGINT AS s0, n1::BIGINT AS n1, s1::BIGINT AS s1,
    (n0 - a0)::BIGINT AS p0, (s0 - b0)::BIGINT AS q0, (n1 - a1)::BIGINT AS p1, (s1 - b1)::BIGINT AS q1
FROM running
UNION ALL
SELECT population, family, "day", cell, n0, s0, n1, s1, 0, 0, 0, 0
FROM steps
ANTI JOIN several USING (population, "user", family);
