"""The HTTP API behind ``handlers/serve_api.py``: unsubscribe, inquiries, and the reading side."""
