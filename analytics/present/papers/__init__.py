"""Results on paper and in files: what a reader takes along.

`onepager` puts a readout on one A4 page, `briefpage` what is to be told of one experiment and `worthpage` what the
programme was worth, `registers` a month's tests, `protocol` a session's minutes; `drawings`, `lanes` and
`worth_drawings` draw on them as SVG, and `press` sets them with typst: the `.typ` files say how a page looks and are
given every word as data. `spreadsheets` holds tables and writes them as CSV, `workbooks` as Excel files in the number
`formats` of a language, of the report as `worth_book` lays it out; `cells` is the rule that no cell of theirs can be
run. `slides` is what slides are made of: `worth_slides` and `worth_charts` for the report, `readout_slides` for one
experiment, whose bars hang as `bands`; `decks` writes them as PowerPoint files, `slide_charts` their charts, in the
look that `themes` gives. `packing` takes the moment of writing out of Office files. The only room with typst and
python-pptx.
"""
