"""Facts to fit and intent, 0-100, each a sum of named contributions. Pure: no clock, no network, no model."""
