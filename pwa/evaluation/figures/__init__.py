"""The page of figures: what happened, what was answered, and the same as a file for a spreadsheet."""
