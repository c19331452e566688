"""The document around a report: head, style, and the policy that lets it do nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final

_STYLE: Final = """
:root { color-scheme: light dark; --error: #b3261e; --warning: #8a5a00; --info: #31628d; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --error: #ffb4ab; --warning: #ffcf7d; --info: #a6c8ff; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem 1.5rem 4rem; }
code, pre { font: .875em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { border-left: 3px solid var(--line); margin: .4rem 0; padding-left: .8rem; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top; }
article { border-left: 4px solid var(--line); margin: 1rem 0; padding: .1rem 0 .1rem 1rem; }
article.error { border-color: var(--error); }
article.warning { border-color: var(--warning); }
article.info { border-color: var(--info); }
article p { margin: .3rem 0; }
.severity { font-weight: 600; }
.error > p > .severity { color: var(--error); }
.warning > p > .severity { color: var(--warning); }
.info > p > .severity { color: var(--info); }
.verdict { font-size: 1.25rem; }
del { background: #b3261e33; }
ins { background: #2e7d3233; text-decoration: none; }
summary { cursor: pointer; font-weight: 600; margin: 1rem 0; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; opacity: .7; }
"""
_ALLOWED: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()


def page(title: str, body: str, footer: str) -> str:
    """Return a document; `body` is finished HTML, the others are text."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{_ALLOWED}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
{body}
<footer><p>{escape(footer)}</p></footer>
</body>
</html>
"""
