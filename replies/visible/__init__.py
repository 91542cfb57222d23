"""What the person wrote now: without quotes, history, forwarded tails, signatures and footers.

Works on lines, in one pass from the top. A quote's heading ("On … wrote:") is recognised by its shape, a
printed header ("From: … Sent: …") by its fields, in many languages at once: the message's language is not
known yet, and answers mix the author's language with the client's. When everything would be cut, the cuts
are taken back: an answer is never lost, at worst it comes with history (``uncertain``).

Own rules, no library: on the public collections mail-parser-reply and quotequail cut less than these do, and
either would cost the handler's start more than it has left.
"""
