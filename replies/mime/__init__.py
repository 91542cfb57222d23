"""Raw bytes to the pieces of a message (RFC 5322, RFC 2045-2049), one subject a module.

``outline`` finds the parts as spans of the bytes, without copying them; ``collect`` reads the few spans that
hold words and names the rest. Whatever the bytes are, nothing here raises, and time and memory are bounded by
``limits``.
"""
