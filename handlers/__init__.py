"""One module a Lambda, named ``verb_object``. A handler decides; ``runtime`` performs."""
