-- Last part of a fold query: the events that a metric may read, or that may be strays, by kind.
SELECT "user", "at", kinds.kind, coalesce("value", 0)::BIGINT AS "value"
FROM placed
JOIN kinds ON kinds.event = placed.event
