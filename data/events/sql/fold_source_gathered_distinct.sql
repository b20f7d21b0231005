-- Head of a fold query: the rows of the touched users, with ($fresh) or without the rows of the added files, each event
-- once although it stands in several files. Only for rows without ids: equal rows belong to one user.
WITH source AS (
    SELECT DISTINCT "user", "time", zoned, event, variant, profile, "value", occurrence
    FROM gathered
    WHERE $fresh OR NOT fresh
)
