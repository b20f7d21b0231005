"""Results as words and figures, in the language asked for.

Words: `wording` is the only translator; `sentences`, `changes`, `comforts`, `labels` and `findings` say things as
messages, `numbers` writes them by Babel, `locale/` holds the catalogues. Rows for screens: `evidence` on the
`scales` a reader chooses, `courses`, `funnels` and `drills` for what is asked on demand, `checks`, `catalogue`,
`conflicts`, `intakes`. Figures: `forests` and `charts` draw on `sheets` with the inks of `palette`; `figures` is what a
page gets of one. The only room with Plotly.
"""
