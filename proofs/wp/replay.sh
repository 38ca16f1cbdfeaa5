#!/bin/sh
# Checks every goal of the kernel against the committed cache, without running a prover: a goal that changed is not in
# the cache and fails. usage: replay.sh [STEM]; all stems when none is given. Reports go to build/replay.
. "$(dirname "$0")/common.sh"
out=$root/build/replay
if [ $# -eq 0 ]; then
  no_stray_lemmas
  rm -rf "$out"
  all_stems | xargs -n 1 -P 2 "$here/replay.sh"
  python3 "$here/status.py" "$out" "$root/SOUNDNESS.md"
  exit
fi
cache=$here/cache
timeout=30
configure "$out/why3-$1"
wp "$1" "$out" offline && check "$1" "$out"
