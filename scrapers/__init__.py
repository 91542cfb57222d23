"""Where companies are found, how their pages are fetched, and what those pages say.

Only ``fetch`` speaks HTTP. From a page onwards everything is pure: the same bytes give the same facts.
"""
