"""Reading pages for the benchmark: the pages, the measurement, and the same extraction with BeautifulSoup."""
