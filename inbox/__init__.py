"""From a message that was read to what follows from it: its conversation, its rows, its events.

``replies`` says what a message means and knows no table; here stands what that does: which conversation it
joins (``conversation``), who judges what no rule decides (``judging``), what is written and said
(``consequences``), and the same for what people decide about an answer (``decisions``). Nothing here commits:
outcomes go back to the handler.
"""
