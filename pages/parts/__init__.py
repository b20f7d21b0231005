"""Never a screen: `fetch`, `on_demand`, `standings` (the only caches), `controls` (pickers), `blocks` (cards …)."""
