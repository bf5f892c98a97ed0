"""Read what people type: names to search, digits, dates and times, phone numbers."""
