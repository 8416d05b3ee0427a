"""One module a format: pure functions from blocks, records and models to text."""
