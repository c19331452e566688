"""The lock: what a project was when somebody last looked, so that what moves under it shows.

`promptops.lock` has a line of canonical JSON for each model and each resource, sorted: a head with the day of the
catalogue, then the models with the snapshot that stands behind each name and the facts of the catalogue on it, then the
resources with their digests. `Lock.of(project)` is what it ought to be, `read_lock` reads one, and `differences` says
what is not as it was.
"""

from promptops.catalog.lock.comparing import Change, Difference, differences
from promptops.catalog.lock.content import Lock, LockedModel
from promptops.catalog.lock.reading import LockFile, own_lock, read_lock

__all__ = ["Change", "Difference", "Lock", "LockFile", "LockedModel", "differences", "own_lock", "read_lock"]
