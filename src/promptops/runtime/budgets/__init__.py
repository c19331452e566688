"""Budgets: the right to spend, reserved before a call and settled after it."""
