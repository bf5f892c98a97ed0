"""Sets of help options that the operator publishes and practices subscribe to."""
