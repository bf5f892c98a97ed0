"""The journal: what was erased or ended, as digests, outside the database, so that no backup revives it."""
