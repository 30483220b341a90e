#!/usr/bin/env bash
# A Python environment with transformers and TRL, then a run that trains with them:
#
#     npm run transformers                     # runs/transformers.ts
#     npm run transformers -- --rounds 2       # any option of `agon run`
#     npm run transformers -- env              # only the environment; prints where it is
#
# Needs Python 3.10 or newer with venv and pip. AGON_VENV names another folder for the environment,
# PYTHON another interpreter. On Linux, PyPI's torch brings libraries for NVIDIA's GPUs along (some
# 3 GB); who has an index with the CPU's build names it in PIP_INDEX_URL or PIP_EXTRA_INDEX_URL.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=src/training/transformers/requirements.txt
venv="${AGON_VENV:-$PWD/.venv-transformers}"
python="${PYTHON:-python3}"

if ! "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
  echo "this needs Python 3.10 or newer with venv; name one in PYTHON" >&2
  exit 1
fi
# The stamp is written last and holds what was installed: half an environment is finished.
if ! cmp -s "$requirements" "$venv/installed.txt"; then
  echo "installing torch, transformers and TRL into $venv (minutes, once)" >&2
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" >&2
  cp "$requirements" "$venv/installed.txt"
fi

if [ "${1:-}" = env ]; then
  echo "$venv"
  exit 0
fi
# The recipe says python3; this one comes first on the path. A thread that waits for its turn on a
# busy machine should sleep and not spin.
export PATH="$venv/bin:$PATH" OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}"
exec node bin/agon.js run runs/transformers.ts "$@"
