"""Run the Action: the second step of `action.yml`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from promptops.action.commands import error, grouped
from promptops.action.comment import comment_on
from promptops.action.event import Event, refuse_unsafe
from promptops.action.files import say_outputs, say_summary
from promptops.action.inputs import Inputs
from promptops.action.outcome import Outcome
from promptops.action.relaying import relay
from promptops.action.running import Run
from promptops.errors import PromptopsError

_FAILED = 2


def main(environment: Mapping[str, str]) -> int:
    """Return the exit status: that of the command line, 2 where it could not even be run."""
    try:
        inputs = Inputs.of(environment)
        event = Event.of(environment)
        refuse_unsafe(event, environment, (Path.cwd(), Path(inputs.root)))
        if inputs.command == "comment":
            relay(inputs, event, environment)
            return 0
        return _check(inputs, event, environment)
    except PromptopsError as failure:
        sys.stdout.write(error(str(failure), failure.help))
        return _FAILED


def _check(inputs: Inputs, event: Event, environment: Mapping[str, str]) -> int:
    run = Run(inputs, event, environment)
    if run.status < _FAILED:
        outcome = Outcome.read(run, inputs)
        sys.stdout.write(grouped("promptops", outcome.text))
        say_outputs(environment, outcome.outputs)
        say_summary(environment, outcome.markdown)
        if inputs.comment and event.pull_request is not None:
            comment_on(environment, inputs.root, event.pull_request.number, outcome.comment)
    return run.status


if __name__ == "__main__":
    sys.exit(main(os.environ))
