"""One module per format: pure functions from blocks, records and models to text."""
