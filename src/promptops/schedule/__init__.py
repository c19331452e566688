"""Every date that matters: what becomes due when, who answers for it, and where that is written.

All days are calendar days in UTC, and nothing here knows which day it is.
"""
