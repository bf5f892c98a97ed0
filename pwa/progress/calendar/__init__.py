"""The dates of a plan as a file for the calendar of the patient's phone."""
