"""Crawling, measured against Scrapy: 2,000 small pages of 200 hosts, all on this machine.

Both crawlers run in processes of their own, one after the other, against one server in a third; they ask the
same addresses under the same rules and take the same title out of each page. What differs is the crawler.
"""
