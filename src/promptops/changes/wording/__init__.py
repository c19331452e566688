"""What changed in the text of a prompt, sentence by sentence.

Every function is pure and reads template source as it stands: `{{ name }}` is a word like any other, and nothing is
rendered.
"""
