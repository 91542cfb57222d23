"""The single table: keys, writes, repositories, outbox and counters."""
