"""Keys: who can open what, and nothing that opens by itself."""
