"""What the sending of a mail rests on, beside the claim itself (``store.sends``).

``case`` reads all that a decision needs, and says what forbids the mail or puts it off. ``limits`` says how
much may go today (caps, warm-up, SES's quota, a paused sender) and when a mail that may not go comes back.
``wire`` writes the message. ``standing`` judges a sender by what became of its mails, and pauses it. Nothing
here sends or commits: numbers go into the claim, writes and events back to the handler.
"""
