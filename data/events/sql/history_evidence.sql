-- What each day added: findings by kind, users by variant, and everybody's total of x by metric and variant.
SELECT kind, -1::SMALLINT AS metric, 0::UBIGINT AS variant, "day", amount::DECIMAL(38, 0) AS amount
FROM read_parquet($findings)
UNION ALL
SELECT 'users', -1, variant, "day", sum(users)::DECIMAL(38, 0)
FROM read_parquet($users)
WHERE attribute = '' AND population = 0
GROUP BY variant, "day"
UNION ALL
SELECT 'total', metric, variant, "day", sum(x::HUGEINT)::DECIMAL(38, 0)
FROM read_parquet($moments)
WHERE attribute = '' AND population = 0
GROUP BY metric, variant, "day"
