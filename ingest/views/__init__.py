"""The pages of ingest: the desk, reports of errors, and the samples of the demo."""
