"""Every SELECT on a database, in one file per purpose."""
