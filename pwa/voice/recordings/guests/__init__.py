"""People who record by a link, without an account."""
