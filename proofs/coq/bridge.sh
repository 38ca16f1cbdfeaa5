#!/bin/bash
# The bridge: what WP is given of spec/ without proving it, as Coq theorems.
# usage: bridge.sh SPEC OUT   writes OUT/Bridge.v from the .acsl files of directory SPEC; OUT/Spec*.v hold the
# proofs
#
# Frama-C translates spec/ for Why3 as it does for the provers, and Why3's own Coq printer writes the task
# down: the statements are the ones that the provers get, whatever spec/ meant to say. Coq checks them in
# OUT/Bridge.v.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
spec=$(cd "$1" && pwd)
out=$(cd "$2" && pwd)
work=$out/bridge
rm -rf "$work"
mkdir "$work"
cd "$work"

# ---- a prover that only keeps the task, printed by Why3's Coq driver without Why3's Coq library, which
# Debian lacks
drivers=$(why3 --print-datadir)/drivers
sed -e '/^valid /d' -e '/^unknown /d' -e '/^fail /d' \
    -e 's#^import "coq-realizations.aux"#theory BuiltIn meta "realized_theory" "BuiltIn", "" end#' \
    "$drivers/coq-common.gen" >common.gen
sed "s#^import \"coq-common.gen\"#import \"$work/common.gen\"#" "$drivers/coq.drv" >coq.drv
# shellcheck disable=SC2016 # $1 is for the script that is written
printf '#!/bin/sh\ncp "$1" "%s/task.v"\n' "$work" >keep
chmod +x keep
cat >why3.conf <<END
[main]
magic = 14
[prover]
name = "Printer"
version = "1"
command = "$work/keep %f"
driver = "$work/coq.drv"
in_place = false
END

# ---- one task with everything in it, and the theorems
for file in "$spec"/*.acsl; do echo "#include \"$(basename "$file")\""; done >every_term.c
python3 "$here/bridge.py" terms "$spec"/*.acsl >>every_term.c
if ! WHY3CONFIG=$work/why3.conf frama-c -no-unicode -cpp-extra-args="-I$spec" -wp -wp-prop sc_every_term \
    -wp-model typed+float -wp-prover Printer:1 -wp-cache none every_term.c >frama-c.log 2>&1 ||
    [ ! -s task.v ]; then
    tail -n 5 frama-c.log >&2
    echo 'bridge: Why3 printed nothing' >&2
    exit 1
fi
list=$here/../expected/bridge.txt
python3 "$here/bridge.py" theorems task.v "$list" "$out"/Spec*.v "$spec"/*.acsl >Bridge.v
mv Bridge.v "$out/Bridge.v"
