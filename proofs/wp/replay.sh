#!/bin/sh
# Checks every goal of the kernel against the committed cache, without running a prover: a goal that changed is not in
# the cache and fails. usage: replay.sh [STEM...]; all stems when none is given. Reports go to build/replay.
. "$(dirname "$0")/common.sh"
if [ $# -ne 1 ]; then
  no_stray_lemmas
  printf '%s\n' ${*:-$(all_stems)} | xargs -n 1 -P 2 "$here/replay.sh"
  exit
fi
out=$root/build/replay
cache=$here/cache
timeout=30
configure "$out/why3-$1"
wp "$1" "$out" offline && check "$1" "$out"
