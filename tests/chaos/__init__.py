"""Many runs of sequences and sending, each by a seed, with all that can go wrong: ``python -m tests.chaos``.

The real handlers run in one process on a table in memory, a virtual clock and queues that keep SQS's promises
and no more. What each part may do wrong stands in ``misfortune``; who is written to and how they behave in
``people``; what must be true in the end, whatever happened, in ``verdict``.
"""
