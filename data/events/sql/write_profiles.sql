-- What the profiles of one experiment's rows mean.
COPY (
    SELECT profile, attribute, "value"
    FROM meanings
    WHERE profile IN (SELECT written.profile FROM read_parquet($rows) AS written)
    ORDER BY profile, attribute
) TO $target (FORMAT parquet);

SELECT DISTINCT attribute FROM read_parquet($target) ORDER BY attribute;
