"""What people take along: pages, workbooks and tables."""
