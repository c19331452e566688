"""The tree of budgets: who may spend how much, in which window, and whether the parts fit in the whole.

Money is a whole number of micro-USD, and a share of it a fraction; nothing here is a float.
"""
