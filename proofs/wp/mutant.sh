#!/bin/sh
# WP on one function of a changed copy of the kernel. usage: mutant.sh TREE STEM FUNCTION OUT SECONDS
# TREE holds kernel/ and spec/; OUT holds cache/ and gets report, log and session; SECONDS are for each prover.
. "$(dirname "$0")/common.sh"
root=$1 out=$4 timeout=$5
cache=$out/cache
parallel=2
configure "$out/why3"
python3 "$here/session.py" write "$2" "$advice" "$out/session-$2"
provers=script,$provers
wp "$2" "$out" update -wp-session "$out/session-$2" -wp-fct "$3"
