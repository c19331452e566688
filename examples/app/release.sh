#!/usr/bin/env bash
# Sign what is in prompts/, and point the channel `prod` at it. The first time, make a key and trust it.
set -euo pipefail
cd "$(dirname "$0")/prompts"
[ -e keys/release.key ] || promptops keys generate
[ -e trust.json ] || promptops keys trust keys/release.pub
promptops compile --sign keys/release.key --publish store
bundle="$(python -c 'import json; print(json.load(open("build/manifest.json"))["bundles"]["prod"])')"
promptops promote prod --bundle "$bundle" --key keys/release.key
