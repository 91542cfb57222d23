"""Lambda glue: consuming records, settings, clock, wiring. Nothing else knows of Lambda or environment."""
