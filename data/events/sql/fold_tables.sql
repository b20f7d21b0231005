-- Empty tables that the slices of a fold add to.
CREATE OR REPLACE TABLE changes (
    sign INTEGER, population TINYINT, metric SMALLINT, "day" INTEGER, cell BIGINT,
    x HUGEINT, xx HUGEINT, y HUGEINT, yy HUGEINT, xy HUGEINT, u HUGEINT, uu HUGEINT,
    r HUGEINT, rr HUGEINT, rrr HUGEINT, peak BIGINT
);
CREATE OR REPLACE TABLE arrivals (population TINYINT, window_days INTEGER, "day" INTEGER, cell BIGINT, users BIGINT);
CREATE OR REPLACE TABLE findings (kind VARCHAR, "day" INTEGER, amount BIGINT);
