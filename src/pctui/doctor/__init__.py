"""What `pctui doctor` looks at: versions, the program's own files, the terminal, and a read-only login."""
