-- Counts up to day $through: findings by kind (place 0), users by variant (place: its code), and everybody's total of x
-- by metric and variant (place: metric * 2^64 + variant's code).
SELECT kind, 0::HUGEINT AS place, sum(amount)::HUGEINT AS amount
FROM read_parquet($findings)
WHERE "day" <= $through
GROUP BY kind
UNION ALL
SELECT 'users', variant::HUGEINT, sum(users)
FROM read_parquet($users)
WHERE "day" <= $through AND attribute = '' AND population = 0
GROUP BY variant
UNION ALL
SELECT 'total', metric::HUGEINT * 18446744073709551616 + variant, sum(x::HUGEINT)
FROM read_parquet($moments)
WHERE "day" <= $through AND attribute = '' AND population = 0
GROUP BY metric, variant;
