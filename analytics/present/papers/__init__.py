"""Results on paper and in files: what a reader takes along.

`onepager` puts a readout on one A4 page, `drawings` draws its forest and trend as SVG, `press` sets it with typst:
`readout.typ` says how the page looks and is given every word as data. `spreadsheets` writes CSV and workbooks; `cells`
holds the rule that no cell of theirs can be run as a formula. The only room with typst.
"""
