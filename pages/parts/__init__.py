"""Never a screen: `fetch` (the only caches), `controls` (pickers), `blocks` (cards, tables, notices)."""
