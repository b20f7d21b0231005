"""Never a screen: `fetch`, `on_demand`, `shelf` (the only caches), `controls` (pickers), `blocks` (cards, tables …)."""
