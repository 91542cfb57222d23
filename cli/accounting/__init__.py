"""The count at the end of a run: what the outside world's books say against the table and the event log.

``books`` are the two sides as plain values, ``checks`` compare them, ``audit`` adds up. ``outside`` and
``inside`` read the two sides. Nothing here asks the pipeline whether it did well.
"""
