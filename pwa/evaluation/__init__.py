"""After the talk: a few questions for patient and staff, and the figures that come of them."""
