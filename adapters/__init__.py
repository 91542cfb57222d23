"""The services outside, one module each, behind the few methods that Beckon needs."""
