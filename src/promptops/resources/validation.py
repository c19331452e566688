"""From plain data to a typed resource, or to what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from promptops.resources import KINDS, model_of
from promptops.resources.messages import rejections_of
from promptops.resources.rejections import Rejection, enumerated, quoted, type_name
from promptops.spelling import closest

if TYPE_CHECKING:
    from promptops.resources.base import Resource

MAX_REJECTIONS = 50
"""No more than this many are told of one resource."""
