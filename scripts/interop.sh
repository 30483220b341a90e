#!/usr/bin/env bash
# What needs Python: the Hugging Face programs, a run that trains with them, and every bundle target
# in its trainer's own loader. Ends with "N passed, N failed", and with exit code 1 for a failure.
#
#     scripts/interop.sh           # all; makes its own environments, some minutes
#     scripts/interop.sh --quick   # without the loaders that want an environment of their own
#     scripts/interop.sh --able    # tries nothing: is there a Python, and does it reach PyPI?
set -uo pipefail
cd "$(dirname "$0")/.."
MINUTES_MAX=12 # for each part; about two on two quiet cores, once the environments are there

python="${PYTHON:-python3}"
able() { # a small package is fetched, to see whether packages can be
  local there code
  there="$(mktemp -d)"
  "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null &&
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --dest "$there" \
      --timeout 10 --retries 1 trl==1.16.0 >/dev/null 2>&1
  code=$?
  rm -rf "$there"
  return "$code"
}
if [ "${1:-}" = --able ]; then
  able && exit 0
  echo "interop: left out, this machine has no Python 3.10 with pip that reaches PyPI" >&2
  exit 1
fi
loaders=()
if [ "${1:-}" = --quick ]; then loaders=(--only trl,plain); fi

passed=0 failed=0
part() { # <name> <command …>: counts what the command counts, in unittest's or in plain words
  local name="$1" log
  shift
  log="$(mktemp)"
  timeout "$((MINUTES_MAX * 60))" "$@" >"$log" 2>&1
  local code=$? ran bad
  ran="$(grep -aoE '^Ran [0-9]+ test|[0-9]+ passed' "$log" | tail -1 | grep -oE '[0-9]+')"
  bad="$(grep -aoE '(failures|errors)=[0-9]+|[0-9]+ failed' "$log" | grep -oE '[0-9]+' |
    awk '{ sum += $1 } END { print sum + 0 }')"
  grep -qa '^Ran ' "$log" && ran=$((${ran:-0} - bad))
  # A part that breaks before it counts, or counts nothing, is a failure of its own.
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  if [ -z "$ran" ] && [ "$bad" -eq 0 ]; then bad=1; fi
  passed=$((passed + ${ran:-0})) failed=$((failed + bad))
  echo "interop: $name: ${ran:-0} passed, $bad failed"
  if [ "$bad" -gt 0 ]; then tail -n 60 "$log"; else grep -a '^development' "$log"; fi
  rm -f "$log"
}

if venv="$(scripts/transformers.sh env)"; then
  export OMP_WAIT_POLICY=PASSIVE PATH="$PWD/node_modules/.bin:$PATH"
  for suite in test_train test_serve test_run; do
    part "$suite" "$venv/bin/python" -W ignore -m unittest discover -s test/interop -p "$suite.py"
  done
else
  failed=$((failed + 1))
fi
part load-targets "$python" scripts/load-targets.py "${loaders[@]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
