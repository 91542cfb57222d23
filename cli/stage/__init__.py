"""The local stage: an AWS emulator with IAM on, and the sandbox that plays everybody else.

``up``, ``down`` and ``status`` are plain functions with a callback for progress; the commands are thin.
"""

from cli.stage.lifecycle import down, status, up
from cli.stage.place import Place

__all__ = ["Place", "down", "status", "up"]
