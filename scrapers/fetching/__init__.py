"""How pages are fetched. ``scrapers/fetch.py`` is the door; behind it, a subject a module:

``visit`` leads one page from its URL to a ``Page`` or a named failure: robots.txt (``permission``), the
host's turn (``manners``), one request (``wire``), redirects, pauses (``pausing``). ``wire`` bounds time and
size while bytes arrive (``bodies``), over connections that only go to checked addresses (``transport``,
``resolving``). ``session`` holds what belongs to one event loop, ``crawl`` drives many visits at once.
"""
