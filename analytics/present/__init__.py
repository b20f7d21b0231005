"""Results as words and figures, in the language asked for.

Words: `wording` is the only translator; `sentences`, `changes`, `comforts`, `labels` and `findings` say things as
messages, `numbers` writes them by Babel, `locale/` holds the catalogues; `glossary` explains the `terms`, those of
money as `money_terms` do, and `words` says where they stand. Rows for screens: `evidence` on the `scales` a reader
chooses, `checks`, `segments`, `segment_figures`, `catalogue`, `conflicts`, `intakes`, `notices`; `courses`, `funnels`
and `drills` for what is asked on demand; `claims`, `claim_forests`, `rates` and `timelines` for what is known over many
tests; `reflection` and `habits` for sessions, `calibrations` for forecasts; `worths`, `wants`, `slices`, `supposing`,
`amounts`, `tallies`, `paybacks`, `assumed`, `piles` and `worth_figures` for reports, `reviews` for the tests of a
month, `breath` and `briefings` for one experiment. Figures: `forests` and `charts` draw on `sheets` with the inks of
`palette`, as far as `axes` reach; `figures` is what a page gets of one. `papers/` is for what people take along. The
only room with Plotly.
"""
