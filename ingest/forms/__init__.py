"""The forms of the desk and of the report of an error: they check what was typed, and write nothing."""
