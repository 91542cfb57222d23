"""The offline model of an answer's intent: its sentences, its features, its weights and how they are made.

``python -m replies.model.train`` makes ``weights.json`` from ``sentences.txt``: deterministic, no download,
a few seconds on one core. A test holds the two together.
"""
