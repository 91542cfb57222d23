"""The domain, pure: no clock, no network, no environment, no AWS."""
