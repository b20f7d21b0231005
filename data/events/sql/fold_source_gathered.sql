-- Head of a fold query: the rows of the touched users, with ($fresh) or without the rows of the added files.
WITH source AS (
    SELECT "user", "time", zoned, event, variant, profile, "value"
    FROM gathered
    WHERE $fresh OR NOT fresh
)
