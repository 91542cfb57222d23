"""The contracts: the envelope, one module an event, the catalogue, schemas and examples.

Imports nothing of ours, so that any consumer can read it alone.
"""
