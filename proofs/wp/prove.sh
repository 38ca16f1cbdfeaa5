#!/bin/sh
# Proves every goal of the kernel from scratch. usage: prove.sh [STEM...]; all stems when none is given.
# Reports go to build/prove, goal counts to build/prove/STEM.txt. The cache starts empty and only spares goals that occur
# twice. After a change that is meant: all goals proved, then
#   cat build/prove/*.txt >proofs/expected/goals.txt; rm -r proofs/wp/cache; cp -r build/prove/cache proofs/wp/cache
. "$(dirname "$0")/common.sh"
out=$root/build/prove
cache=$out/cache
timeout=30
rm -rf "$out"
mkdir -p "$cache"
configure "$out/why3"
failed=0
no_stray_lemmas || failed=1
for stem in ${*:-$(all_stems)}; do
  wp "$stem" "$out" update && check "$stem" "$out" || failed=1
done
[ $# -gt 0 ] || python3 "$here/status.py" "$out" "$root/SOUNDNESS.md" || failed=1
timeout=2
wp canary "$out" none && python3 "$here/goals.py" canary canary "$out/canary.json" || failed=1
exit $failed
