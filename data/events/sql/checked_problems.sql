-- Rows of `checked` that break the contract.
SELECT line, problem FROM checked WHERE problem IS NOT NULL ORDER BY line;
