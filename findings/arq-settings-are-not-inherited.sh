#!/usr/bin/env bash
# ARQ: does a class of worker settings inherit what its base class sets?
#
# Expected: settings are a class, so a subclass that changes one of them (how long jobs may go on
# after SIGTERM) keeps the others, functions among them.
# Seen (arq 0.28.0): only names of the class's own body count. The worker of the subclass has no
# functions and refuses to start. Who overrides a setting that is not required gets the default
# for every other one, without a word.
#
# Needs bash and Python 3.10 to 3.12 with venv, on Linux or macOS. Takes about 20 seconds.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/observe.py" <<'PYTHON'
import importlib.metadata, sys
from arq.worker import create_worker

async def render(ctx):
    pass

class Base:
    functions = [render]
    max_jobs = 1

class Patient(Base):
    job_completion_wait = 20

class PatientAndWhole(Base):
    functions = [render]
    job_completion_wait = 20

def of(settings):
    try:
        worker = create_worker(settings, handle_signals=False)
    except RuntimeError as error:
        return str(error)
    return f"{len(worker.functions)} function, max_jobs {worker.max_jobs}"

import asyncio
asyncio.set_event_loop(asyncio.new_event_loop())
seen = [of(each) for each in (Base, Patient, PatientAndWhole)]
print(f"arq {importlib.metadata.version('arq')}; a class, a subclass with one more setting, the same with its functions again")
print("  expected: 1 function, max_jobs 1 | 1 function, max_jobs 1 | 1 function, max_jobs 1")
print(f"  seen:     {' | '.join(seen)}")
sys.exit(
    seen != ["1 function, max_jobs 1", "at least one function or cron_job must be registered", "1 function, max_jobs 10"]
)
PYTHON

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check arq==0.28.0 redis==5.3.1
if ! "$folder/venv/bin/python" -B "$folder/observe.py"; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
