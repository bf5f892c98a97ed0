"""The page of the person who receives a warm handover: no account, a link and four digits."""
