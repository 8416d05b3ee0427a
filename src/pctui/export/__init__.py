"""One module a format: pure functions from blocks and models to text."""
