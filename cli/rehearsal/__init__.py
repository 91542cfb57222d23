"""``beckon rehearse``: a campaign on a virtual clock. The decisions are the real ones; nothing leaves.

``audience`` reads the list and plays its people, ``stage`` runs the days, ``money`` prices them; ``report``
and ``chart`` show them.
"""
