"""The dashboard: what the HTTP API says, as pages. It imports nothing else of the project."""
