"""One module per format: records in, text out. Pure."""
