"""Templates, compiled: a text becomes a small program of a closed set of steps, which any language can run.

What a program cannot say is refused, at its place. The form of programs is described in docs/bundle-format.md.
"""

from __future__ import annotations

from promptops.templates.programs.compiling import compile_text
from promptops.templates.programs.model import Compiled, Given, Json

__all__ = ["Compiled", "Given", "Json", "compile_text"]
