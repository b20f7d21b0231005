"""Results as words and figures: `wording` is the only translator, `charts` the only room with Plotly."""
