-- Empty tables that the slices of a fold add to.
CREATE OR REPLACE TABLE changes (
    sign INTEGER, population TINYINT, metric SMALLINT, "day" INTEGER, cell BIGINT,
    x HUGEINT, xx HUGEINT, y HUGEINT, yy HUGEINT, xy HUGEINT, u HUGEINT, uu HUGEINT,
    r HUGEINT, rr HUGEINT, rrr HUGEINT, peak BIGINT
);
CREATE OR REPLACE TABLE arrivals (population TINYINT, window_days INTEGER, "day" INTEGER, cell BIGINT, users BIGINT);
CREATE OR REPLACE TABLE findings (kind VARCHAR, "day" INTEGER, amount BIGINT);
CREATE OR REPLACE TABLE counts (
    population TINYINT, family TINYINT, sums BOOLEAN, "day" INTEGER, cell BIGINT,
    n0 BIGINT, s0 BIGINT, n1 BIGINT, s1 BIGINT, p0 BIGINT, q0 BIGINT, p1 BIGINT, q1 BIGINT, weight BIGINT
);
