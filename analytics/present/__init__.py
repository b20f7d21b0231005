"""Results as words and figures, in the language asked for.

Words: `wording` is the only translator; `sentences`, `changes`, `comforts`, `labels` and `findings` say things as
messages, `numbers` writes them by Babel, `locale/` holds the catalogues; `glossary` explains the terms, `words` says
where they stand. Rows for screens: `evidence`, `checks`, `segments`, `segment_figures`, `catalogue`, `conflicts`,
`intakes`. Figures: `charts` draws on `sheets` with the inks of `palette`, as far as `scales` reach; `figures` is what a
page gets of one. `papers/` is for what people take along. The only room with Plotly.
"""
