"""The recording room: people of a practice record the sentences of a language, and share them."""
