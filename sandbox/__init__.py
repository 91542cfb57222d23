"""The outside world of the local stage: shops, a search engine, mail servers and their people, a model,
a telephone network and a Salesforce org, in one process that speaks only real protocols.

Nothing here imports the rest of the project, so that a mistake there cannot be repeated here unseen: what
this world received (its *books*, see `sandbox.books`) can be held against what the pipeline believes it
did.
"""
