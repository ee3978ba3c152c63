# What ./start and ./test share: messages, Debian packages, Node, npm, and what need not be done again.
# Sourced, not run; `root` is the folder of the checkout.
# shellcheck shell=bash
# shellcheck disable=SC2154

NODE_PINNED=20.20.2
NPM_PINNED=11.6.2

say() { printf '%s\n' "$*"; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# ---- what is unchanged since it was last done
# fingerprint PATH…: a hash over files' contents and names; folders are searched.
fingerprint() {
  local path
  for path in "$@"; do
    if [ -d "$path" ]; then find "$path" -name node_modules -prune -o -type f -print; elif [ -e "$path" ]; then echo "$path"; fi
  done | LC_ALL=C sort | tr '\n' '\0' | xargs -0 -r sha256sum | sha256sum | cut -d ' ' -f 1
}
done_before() { [ "$(cat "$root/build/stamps/$1" 2>/dev/null)" = "$2" ]; }
remember() {
  mkdir -p "$root/build/stamps"
  printf '%s\n' "$2" >"$root/build/stamps/$1"
}

# ---- Debian packages
# need_packages WHY PACKAGE…
need_packages() {
  local why=$1 missing=() package
  shift
  if ! command -v dpkg-query >/dev/null; then
    say "This is no Debian system; for $why it needs what Debian calls: $*"
    return
  fi
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "Installing ${missing[*]} with apt-get, for $why"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      die "these Debian packages are missing, and without root or sudo they cannot be installed: ${missing[*]}"
    say "sudo may ask for your password: only root may install packages."
    as_root=(sudo)
  fi
  mkdir -p "$root/build"
  local log=$root/build/apt.log
  if ! { "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    die "apt-get could not install ${missing[*]}: is the network there? The whole answer is in build/apt.log."
  fi
}

# ---- Node
node_is_enough() {
  command -v node >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}
node_packages() { # what apt-get should bring for it
  if ! node_is_enough || ! command -v npm >/dev/null; then echo nodejs npm; fi
}
need_node() {
  local own=$root/build/node/node_modules arch
  case "$(uname -m)" in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *) arch= ;;
  esac
  PATH=$own/.bin:$own/node-linux-$arch/bin:$PATH
  export PATH
  node_is_enough && command -v npm >/dev/null && return
  command -v npm >/dev/null || die "npm is missing; on Debian: apt-get install npm"
  [ -n "$arch" ] || die "Node 20.19 or later is needed; install it, then run this again."
  say "Node here is $(node --version 2>/dev/null || echo missing); installing Node $NODE_PINNED into build/node"
  mkdir -p "$root/build/node"
  npm install --prefix "$root/build/node" --no-save --no-audit --no-fund --ignore-scripts --loglevel=error \
    "node-linux-$arch@$NODE_PINNED" "npm@$NPM_PINNED" >"$root/build/node/install.log" 2>&1 || {
    tail -n 5 "$root/build/node/install.log" >&2
    die "Node $NODE_PINNED could not be installed from the npm registry: is the network there?"
  }
  hash -r
  node_is_enough || die "Node 20.19 or later is needed; install it, then run this again."
}

# need_npm FOLDER: its packages, exactly as in its lock file.
need_npm() {
  local folder=$1 name now
  name=npm-${folder//[.\/]/_}
  now=$(node --version)-$(fingerprint "$root/$folder/package-lock.json" "$root/$folder/package.json")
  [ -d "$root/$folder/node_modules" ] && done_before "$name" "$now" && return
  say "Installing npm packages ($folder/package-lock.json)"
  mkdir -p "$root/build"
  (cd "$root/$folder" && npm ci --no-audit --no-fund --loglevel=error) >"$root/build/$name.log" 2>&1 || {
    tail -n 5 "$root/build/$name.log" >&2
    die "npm ci failed in $folder: is the network there? The whole answer is in build/$name.log."
  }
  remember "$name" "$now"
}

# ---- compilers
need_compilers() {
  local pair
  for pair in cc:gcc cmake:cmake ninja:ninja-build emcc:emscripten; do
    command -v "${pair%:*}" >/dev/null || die "${pair%:*} is missing; on Debian: apt-get install ${pair#*:}"
  done
  export NODE_PATH=${NODE_PATH:-/usr/share/nodejs} # where Debian's emcc finds acorn
}

# build_preset PRESET [TARGET…]: quiet unless it fails.
build_preset() {
  local preset=$1 log=$root/build/$1.log only=()
  [ $# -eq 1 ] || only=(--target "${@:2}")
  mkdir -p "$root/build"
  if ! { cmake --preset "$preset" && cmake --build --preset "$preset" "${only[@]}"; } >"$log" 2>&1; then
    grep -E -m 20 'error|FAILED|warning' "$log" >&2 || tail -n 20 "$log" >&2
    return 1
  fi
}
