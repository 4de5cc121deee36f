"""The starter directory: facts of 392 actions and 152 vendors, and how they are loaded."""
