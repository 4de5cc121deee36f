"""The 179 sources of the starter directory, and how they are loaded."""
