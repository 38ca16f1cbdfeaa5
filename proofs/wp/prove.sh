#!/bin/sh
# Proves every goal of the kernel from scratch. usage: prove.sh [STEM...]; all stems when none is given.
# Reports go to build/prove, goal counts to build/prove/STEM.txt. The cache starts empty and only spares goals
# that occur twice. The prover that proofs/expected/provers.txt names is asked first, then the others. Smoke
# tests look for contracts and loop invariants that nothing satisfies.
# After a change that is meant: all goals proved, then
#   cat build/prove/*.txt >proofs/expected/goals.txt; cat build/prove/*.provers >proofs/expected/provers.txt
#   rm proofs/wp/cache/*; grep -l '"verdict": "valid"' build/prove/cache/* | xargs cp -t proofs/wp/cache
. "$(dirname "$0")/common.sh"
out=$root/build/prove
cache=$out/cache
timeout=30
parallel=2
rm -rf "$out"
mkdir -p "$cache"
configure "$out/why3"
failed=0
no_stray_lemmas || failed=1
ask=$provers
for stem in ${*:-$(all_stems)}; do
  python3 "$here/session.py" write "$stem" "$advice" "$out/session-$stem"
  provers=script,$ask
  wp "$stem" "$out" update -wp-session "$out/session-$stem" -wp-smoke-tests -wp-smoke-timeout 1 \
    -wp-no-smoke-dead-code -wp-no-smoke-dead-call && check "$stem" "$out" || failed=1
  python3 "$here/session.py" list "$stem" "$advice" "$out/$stem.log" >"$out/$stem.provers"
done
[ $# -gt 0 ] || python3 "$here/status.py" "$out" "$root/SOUNDNESS.md" || failed=1
timeout=2 provers=$ask
wp canary "$out" none && python3 "$here/goals.py" canary canary "$out/canary.json" || failed=1
exit $failed
