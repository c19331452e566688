"""References: do they lead somewhere, and to one thing only?"""
