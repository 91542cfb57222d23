"""The ``beckon`` command. Command modules import what costs time inside their functions."""
