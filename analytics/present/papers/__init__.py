"""Results on paper and in files: what a reader takes along.

`onepager` puts a readout on one A4 page, `drawings` draws its forest and trend as SVG, `press` sets it with typst:
`readout.typ` says how the page looks and is given every word as data. `spreadsheets` holds tables and writes them as
CSV, `workbooks` as Excel files; `cells` is the rule that no cell of theirs can be run. The only room with typst.
"""
