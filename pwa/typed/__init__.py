"""What people type, read in one place each: names to search, digits, dates and times, phone numbers."""
