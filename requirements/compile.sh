#!/bin/sh
# Write the hashed lock files anew from pyproject.toml and dev.in; the files hold no address.
set -eu
cd "$(dirname "$0")/.."
python - > requirements/run.in <<'PY'
import tomllib
print("# written by compile.sh from pyproject.toml")
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print("\n".join(project["dependencies"]))
with open("requirements/extras.in", "w") as extras:
    print("# written by compile.sh from pyproject.toml", file=extras)
    print("\n".join(part for parts in project["optional-dependencies"].values() for part in parts), file=extras)
PY
for name in run dev; do
    uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url \
        "requirements/$name.in" -o "requirements/$name.lock"
done
