"""Lambda glue: consuming records, settings, clock, wiring. The only place that knows of Lambda and environment."""
