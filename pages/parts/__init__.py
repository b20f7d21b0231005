"""Never a screen: `fetch` and `on_demand` (the only caches), `controls` (pickers), `blocks` (cards, tables …)."""
