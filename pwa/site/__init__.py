"""Pages of nobody in particular: the first page, the neutral calendar, and what is said on errors."""
