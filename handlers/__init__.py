"""One module a Lambda, named ``verb_object``. A handler decides; ``runtime`` performs."""

# Every handler needs it. Imported first, it finds its own pieces unloaded and pydantic finds them loaded: a
# cold start is some 10 ms shorter than the other way round.
import boto3 as boto3
