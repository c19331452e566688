"""What a compilation leaves behind: a manifest of everything, and one bundle for each environment.

Both are deterministic: the same files and compiler give the same bytes on any machine.
"""
