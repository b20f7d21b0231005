"""Results on paper and in files: what a reader takes along.

`onepager` puts a readout on one A4 page, `briefpage` what to tell of it, `worthpage` what the programme was worth, and
`protocol` a session's minutes. `drawings` and `worth_drawings` draw as SVG, `lanes` lays a forest out, `press` sets all
with typst: templates (`readout.typ` and others, in the `style.typ` they share) say how pages look and are given every
word as data. `spreadsheets` holds tables and writes them as
CSV, `workbooks` as Excel files; `cells` is the rule that no cell of theirs can be run. `slides` is what slides are
made of; `decks` writes them as PowerPoint files, `slide_charts` their charts, in the look that `themes` gives.
`registers` is a month's tests on pages, set by `register.typ`, and on slides. `packing` takes the moment of writing
out of both kinds. The only room with typst and python-pptx.
"""
