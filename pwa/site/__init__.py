"""Pages that belong to no feature: the first page, the neutral calendar, errors, offline files."""
