#!/bin/sh
# Checks every goal of the kernel against the committed cache, without running a prover: a goal that changed
# is not in the cache and fails. usage: replay.sh [STEM]; all stems when none is given. Reports go to
# build/replay. proofs/expected/provers.txt names the prover of each goal: to prepare a goal for a prover is
# most of the work.
. "$(dirname "$0")/common.sh"
out=$root/build/replay
longest_first() {
  while read -r stem; do echo "$(grep -c "^$stem " "$advice") $stem"; done | sort -rn | cut -d ' ' -f 2
}
if [ $# -eq 0 ]; then
  no_stray_lemmas
  rm -rf "$out"
  all_stems | longest_first | xargs -n 1 -P 2 "$here/replay.sh"
  python3 "$here/status.py" "$out" "$root/SOUNDNESS.md"
  exit
fi
cache=$here/cache
timeout=30
export OCAMLRUNPARAM=s=1M,o=1000 # a tenth fewer instructions, for some hundred megabytes
parallel=10000 # WP waits 50 ms whenever this many goals have been looked up
configure "$out/why3-$1"
python3 "$here/session.py" write "$1" "$advice" "$out/session-$1"
provers=script,$provers
wp "$1" "$out" offline -wp-session "$out/session-$1" && check "$1" "$out"
