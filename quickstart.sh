#!/usr/bin/env bash
# Installs what is missing from the distribution's packages, builds the program, and groups the example archive.
# Run again, it installs and rebuilds nothing that stands.
set -euo pipefail
cd "$(dirname "$0")"

. ./.ci/packages.sh
install_packages "${build_packages[@]}"

if [ ! -f build/release/build.ninja ]; then
  cmake --preset release -DSAMESTORY_TESTS=OFF -DSAMESTORY_BENCH=OFF >/dev/null
fi
cmake --build --preset release --target samestory_program | { grep -v 'no work to do' || true; }

build/release/samestory cluster tests/example/articles.jsonl -o out/example --overwrite
