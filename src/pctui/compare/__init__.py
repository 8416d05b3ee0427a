"""What differs: between entries set side by side, and between two corpora."""
