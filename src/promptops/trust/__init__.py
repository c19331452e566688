"""What a signed store may say, and when it is believed.

This package is the whole of the judgement and nothing else: bytes and a time go in, verified values or one
`RefusedError` come out. It reads no file, opens no connection and asks no clock: the caller reads the time once and
passes it on, so that one decision is made at one time. The rules:

1. Trust begins with `trust.json`, which the application ships with itself: `TrustRoot.load`. Keys are known by the
   SHA-256 of their SPKI encoding, a role is a set of keys and how many of them must sign. The algorithm is that of
   the trusted key; no document names one. Weak keys, one key under two ids and roles that cannot be met are refused
   there.
2. Everything in the store that changes is a DSSE envelope. A signature counts once for each *key* that made it,
   whatever ids stand beside it. A signature names at most one key: a hint may narrow where to look, never widen it.
3. Nothing is parsed before it is verified, but for the envelope itself. The order is pointer, kill document, statement,
   digest of the bundle; then, at last, the bundle is read.
4. The pointer (`verify_channel`) says which bundle is in force. It must come from the role `channel:<name>`, name
   this project and this channel, not have expired for longer than the caller tolerates, not come from the future, and
   not fall behind (epoch, sequence) as last seen; the same place with other content is equivocation.
5. The kill document (`verify_kill`) restricts and never grants. It must not fall behind what was last seen or what the
   pointer asks for, and once there was one it cannot be withheld. No clock is asked about it: it works when the
   pointer has expired and when the clock is wrong.
6. The statement (`verify_statement`) ties the digest of one bundle to its origin; it does not expire, so that an old
   bundle can be rolled back to. `verify_bundle` compares the bytes; `read_bundle` parses what was verified.
7. What was seen last is a `TrustState`, one small value which the caller keeps in memory and on disk. On disk it holds
   the signed documents themselves, so that it is verified again at boot. If the keys of a role were replaced, what was
   signed by the old ones alone is forgotten: that is the way back after a stolen key has counted up.

Sizes and depths are constants of `promptops.trust.limits`; the refusals are the table of `promptops.trust.refusals`.
Signing is in `promptops.trust.signing`, which an application need not import.
"""

from __future__ import annotations

from promptops.trust.refusals import Code, RefusedError

__all__ = ["Code", "RefusedError"]
