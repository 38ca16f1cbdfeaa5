#!/bin/sh
# WP on one function of a changed copy of the kernel. usage: mutant.sh TREE STEM FUNCTION OUT SECONDS
# TREE holds kernel/ and spec/; OUT holds cache/ and gets report, log and session; SECONDS of processor time
# are for each prover, whatever else the machine does.
. "$(dirname "$0")/common.sh"
root=$1 out=$4 timeout=$((20 * $5))
cache=$out/cache
parallel=2
configure "$out/why3"
sed -i "s/^command = \"/&prlimit --cpu=$5 /" "$out/why3/why3.conf"
python3 "$here/session.py" write "$2" "$advice" "$out/session-$2"
provers=script,$provers
wp "$2" "$out" update -wp-session "$out/session-$2" -wp-fct "$3"
