"""Run the Action: the second step of `action.yml`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from promptops.action.commands import error, grouped
from promptops.action.comment import Comments
from promptops.action.event import Event, refuse_unsafe
from promptops.action.files import say_outputs, say_summary
from promptops.action.inputs import Inputs
from promptops.action.outcome import Outcome
from promptops.action.running import Run
from promptops.errors import PromptopsError

_FAILED = 2


def main() -> int:
    """Return the exit status: that of the command line, 2 where it could not even be run."""
    environment = os.environ
    try:
        inputs = Inputs.of(environment)
        event = Event.of(environment)
        refuse_unsafe(event, Path.cwd())
        run = Run(inputs, event, environment)
        status = run.status
        if status >= _FAILED:
            return status
        outcome = Outcome.read(run, inputs)
        sys.stdout.write(grouped("promptops", outcome.text))
        say_outputs(environment, outcome.outputs)
        say_summary(environment, outcome.markdown)
        if inputs.comment and event.pull_request is not None:
            Comments.of(environment, event, inputs).tell(outcome)
    except PromptopsError as failure:
        sys.stdout.write(error(str(failure), failure.help))
        return _FAILED
    return status


if __name__ == "__main__":
    sys.exit(main())
