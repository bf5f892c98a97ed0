"""A file of help services on its way into a practice's directory: upload, preview, publish, undo."""
