"""Words: copy, prompts and call scripts as files, and what turns them into a mail that may be sent."""
