"""What ``beckon scrape`` does: find pages, read each into a record, print it as a line of JSON or a card."""
