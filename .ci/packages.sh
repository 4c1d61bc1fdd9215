# Sourced by quickstart.sh and test.sh: which packages of Debian 12 are needed, and how to get those that are missing.
build_packages=(g++ cmake ninja-build pkg-config libeigen3-dev libicu-dev libxxhash-dev libtbb-dev libsimdjson-dev
                libzstd-dev libisal-dev libcli11-dev)
test_packages=(doctest-dev libbenchmark-dev python3 clang clang-format clang-tidy libclang-rt-14-dev zstd)

install_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "cannot install: ${missing[*]}: neither root nor sudo (install them and run this again)" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
