"""Results: what a test found, screen by screen."""
