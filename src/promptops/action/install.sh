#!/usr/bin/env bash
# Install what promptops needs into a virtual environment of the runner's own, each file by its hash; the code itself is
# that of the checkout which this file is in.
set -euo pipefail

fail() {
  printf '::error title=promptops::%s\n' "$1"
  exit 2
}

project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
requirements="$project/requirements/runtime.txt"
minimum='import sys; sys.exit(sys.version_info < (3, 11))'

python="$(command -v -- "$PROMPTOPS_PYTHON")" || fail 'the input `python` names no command; take actions/setup-python, or leave it out'
"$python" -I -c "$minimum" || fail 'promptops needs Python 3.11 or newer; take actions/setup-python in a step before this one'

# A self-hosted runner keeps its folders: what was installed for other requirements or another Python is another one's.
key="$("$python" -I -c 'import hashlib, sys
print(hashlib.sha256(open(sys.argv[1], "rb").read() + sys.version.encode()).hexdigest()[:16])' "$requirements")"
environment="$RUNNER_TEMP/promptops-$key"

if [ ! -e "$environment/complete" ]; then
  rm -rf "$environment"
  "$python" -I -m venv "$environment"
  "$environment/bin/python" -I -m pip install --quiet --disable-pip-version-check --no-input \
    --only-binary :all: --require-hashes --requirement "$requirements"
  touch "$environment/complete"
fi
printf 'python=%s\n' "$environment/bin/python" >>"$GITHUB_OUTPUT"
