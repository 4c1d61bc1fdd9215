#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. Without arguments all stages run, in this order:
#   format   clang-format finds nothing to change
#   release  g++, optimised, warnings as errors: every test, and the benchmarks compile
#   asan     address and undefined-behaviour sanitizers: every test
#   tsan     thread sanitizer on the std::jthread backend: the tests of parallel passes
#   clang    clang, warnings as errors, and the fuzz drivers for a few seconds each
#   tidy     clang-tidy over src
# ./test.sh release runs one of them.
set -euo pipefail
cd "$(dirname "$0")"

. ./.ci/packages.sh
install_packages "${build_packages[@]}" "${test_packages[@]}"

sources() { find include src tests bench -name '*.cc' -o -name '*.h' | sort; }

format() { sources | xargs clang-format --dry-run --Werror; }

# preset, pattern of the tests to build and run, further arguments of ctest
build_and_test() {
  local preset=$1 pattern=$2 targets
  shift 2
  cmake --preset "$preset" -DSAMESTORY_TESTS=ON -DSAMESTORY_WERROR=ON >/dev/null
  targets=$(ctest --preset "$preset" -N -R "$pattern" "$@" | sed -n 's/^ *Test *#[0-9]*: \([a-z_]*_\(test\|fuzz\)\)$/\1/p')
  # shellcheck disable=SC2086  # a list of targets
  cmake --build --preset "$preset" --target samestory_program $targets
  ctest --preset "$preset" -j "$(nproc)" -R "$pattern" "$@"
}

release() {
  cmake --preset release -DSAMESTORY_TESTS=ON -DSAMESTORY_BENCH=ON -DSAMESTORY_WERROR=ON >/dev/null
  cmake --build --preset release
  ctest --preset release -j "$(nproc)"
}
# The real archives take minutes under a sanitizer; the generated ones and the example show the same code.
asan() { build_and_test asan '.' -E '^(install|data_test)$'; }
tsan() { build_and_test tsan '^(base|agglomerate|buckets|groups|candidates|pipeline|generate_archive|read)_test$'; }
clang() { build_and_test clang '_fuzz$'; }

tidy() {
  [ -f build/clang/compile_commands.json ] || cmake --preset clang -DSAMESTORY_TESTS=ON -DSAMESTORY_WERROR=ON >/dev/null
  cmake --build --preset clang --target samestory >/dev/null  # makes the generated source
  find src -name '*.cc' | sort | xargs -P "$(nproc)" -n 4 clang-tidy -p build/clang --quiet
}

stages=("$@")
[ ${#stages[@]} -gt 0 ] || stages=(format release asan tsan clang tidy)
for stage in "${stages[@]}"; do
  case $stage in
    format | release | asan | tsan | clang | tidy) ;;
    *) echo "no such stage: $stage (take format, release, asan, tsan, clang or tidy)" >&2; exit 2 ;;
  esac
  echo "== $stage"
  SECONDS=0
  $stage
  echo "== $stage: ${SECONDS} s"
done
echo "all stages passed: ${stages[*]}"
