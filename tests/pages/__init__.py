"""Pages through AppTest: what is asked, fetched, shown and recorded."""
