"""Search in local help: by the words of a patient or of the practice, whatever typing errors."""
