"""Local help: who helps with what, near the patient or by telephone."""
