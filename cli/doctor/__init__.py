"""``beckon doctor``: is everything outside set up, so that mails arrive and answers come back?"""
