"""Reading answers, measured beside the standard library's parser: what ``bench.answers`` runs in children."""
