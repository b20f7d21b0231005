-- Makes `chosen`: the cells (cell, variant, period) of users who meet every condition.
-- `wanted` (attribute, trait): of one attribute any of its values will do. $wanted: how many attributes are asked for.
CREATE OR REPLACE TABLE chosen AS
WITH fitting AS (
    SELECT profile
    FROM read_parquet($profiles) AS known
    JOIN wanted ON wanted.attribute = known.attribute AND wanted.trait = known."value"
    GROUP BY profile
    HAVING count(DISTINCT known.attribute) = $wanted
)
SELECT DISTINCT cell, variant, period
FROM read_parquet($cells) AS cells
SEMI JOIN fitting ON fitting.profile = cells.profile;
