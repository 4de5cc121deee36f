"""Text taken out of pages and PDF files by a process of its own, which may die without harm."""
