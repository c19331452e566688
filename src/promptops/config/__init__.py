"""`promptops.yaml`: what the project is, where its files are, and how strict the rules are.

A project needs none. What the file says comes first, then the profiles that it extends, the last named first.
"""
