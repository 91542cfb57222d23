"""What a mail's permission rests on beside the person it goes to: limits, and the standing of its sender.

``limits`` reads before a claim how much may go today (caps, warm-up ramp, SES's quota) and says when a mail
that may not go comes back. ``standing`` judges a sender by what became of its mails, and pauses it. Nothing
here sends or commits: numbers go into the claim (``store.sends``), writes and events back to the handler.
"""
