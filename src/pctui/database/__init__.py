"""The database file: built whole, opened read-only, rebuilt when it is out of date."""
