"""The project: settings, addresses, processes. No business rule lives here."""
