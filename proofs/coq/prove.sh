#!/bin/bash
# Compiles every theory from scratch, and fails unless
#   - no theory leaves anything unproved or declares anything,
#   - each theorem of Statements*.v rests on the assumptions listed in ../expected/coq_assumptions.txt,
#   - what WP is given of spec/ without proving it is proved (bridge.sh) and is what ../expected/bridge.txt
#     lists,
#   - each theorem that FOUND.md or a header of the kernel cites is one of Statements*.v,
#   - each false variant listed in canaries.txt is refused by the proof script of the true statement,
#   - coqchk accepts the compiled theories.
# Writes the table of theorems, which must be ../expected/theorems.txt. Nothing is written outside $BUILD
# (default: build).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "${BUILD:=$here/../../build}"
build=$(cd "$BUILD" && pwd)/coq
expected=$here/../expected/coq_assumptions.txt
fail() { echo "prove.sh: $*" >&2; exit 1; }
compile() { (cd "$1" && coqc -q -w -ambiguous-paths -Q . Surecharge "$2"); }

# the theorem that Coq's error is about
in_theorem() {
    local line
    line=$(sed -n 's/^File ".*", line \([0-9]*\),.*/\1/p' "$1.log" | head -n 1)
    head -n "${line:-0}" "$1" | sed -n 's/^\(Theorem\|Lemma\) \([^ ]*\).*/: \2/p' | tail -n 1
}

rm -rf "$build"
mkdir -p "$build"
cp "$here"/theories/*.v "$build"
"$here/bridge.sh" "$here/../../spec" "$build"

# ---- nothing unproved, nothing declared
forbidden='Admitted|admit|Axioms?|Parameters?|Conjecture|Abort|Unset|bypass_check|give_up|Primitive|Declare'
if grep -nwE "$forbidden" "$here"/theories/*.v; then fail "forbidden words, above"; fi

# ---- FOUND.md cites theorems that there are: its names in backquotes, except those of the C
# shellcheck disable=SC2016 # the backquotes are those of FOUND.md
cited=$(grep -oE '`[A-Za-z0-9]+_[A-Za-z0-9_]+`' "$here/../../FOUND.md" | tr -d '`' |
    grep -vE '^(sc|ref)_' | sort -u)
for name in $cited; do
    grep -q "^Theorem $name\b" "$here"/theories/Statements*.v ||
        fail "FOUND.md cites $name, which is no theorem"
done

# ---- and so do the headers of the kernel: after "Theorem:" names, with remarks in parentheses, then their
# page
for header in "$here"/../../kernel/*.h; do
    page=
    while read -r word; do
        case $word in *.v) page=$word; continue ;; esac
        # shellcheck disable=SC2086 # Statements*.v is either page
        grep -qs "^Theorem $word\b" "$here"/../../$page ||
            fail "$header: $word is no theorem of ${page:-any page}"
    done < <(tr -s '\n ' ' ' <"$header" | sed -nE 's/.* Theorems?: ([^.]*(\.v[^.]*)*)\..*/\1/p' |
        sed -E ':a; s/\([^()]*\)//g; ta; s/[,;]/ /g' | xargs -rn 1 | tac)
done

# ---- every theory, two at a time
cd "$build"
timed() {
    local seconds=$SECONDS
    compile . "$1" >"$1.log" 2>&1 || { touch "$1.failed"; return 1; }
    printf 'theory    %-20s %3d s\n' "$(basename "$1" .v)" $((SECONDS - seconds))
}
export -f compile timed
{
    printf 'SHELL = /bin/bash\nall: %s\n' "$(printf '%s ' ./*.v | sed 's/\.v /.vo /g')"
    coqdep -Q . Surecharge ./*.v | sed -n 's/^\([^ ]*\.vo\) [^:]*:/\1:/p'
    printf '%%.vo:\n\t@timed $*.v\n'
} >theories.mk
make -s -j 2 -f theories.mk || for failed in ./*.failed; do
    theory=${failed%.failed}
    cat "$theory.log" >&2
    fail "$theory does not compile$(in_theorem "$theory")"
done

# ---- what the theorems rest on. Coq takes half a minute for a theorem that computes with intervals, so each
# class of the expected list is printed as one: real numbers, excluded middle as well, machine numbers too.
theorems=$(sed -n 's/^Theorem \([A-Za-z0-9_]*\).*/\1/p' Statements*.v)
diff -u <(sed -n 's/^theorem \([^:]*\):.*/\1/p' "$expected" | sort) <(sort <<<"$theorems") >&2 ||
    fail "the theorems of Statements*.v and of $(basename "$expected") differ"
{
    echo 'From Surecharge Require Import Statements StatementsErrors.'
    echo 'From Surecharge Require Bridge.'
    for class in reals classical machine bridge; do
        members=$(sed -n "s/^theorem \([^:]*\): $class\$/, \1/p" "$expected" | tr -d '\n')
        [ $class != bridge ] || members=$(sed -n 's/^Theorem \([^ ]*\) :/, Bridge.\1/p' Bridge.v | tr -d '\n')
        echo "Definition $class := (I$members)."
        echo "Goal True. idtac \"class $class\". exact I. Qed. Print Assumptions $class."
    done
} >Assumptions.v
compile . Assumptions.v >assumptions.out 2>&1 ||
    { cat assumptions.out >&2; fail "assumptions cannot be printed"; }
{
    grep '^theorem' "$expected"
    awk '/^class / { class = $2; next } /^Axioms:/ || /^ / { next } { print class ": " $1 }' assumptions.out |
        LC_ALL=C sort -r
} >assumptions.txt
diff -u "$expected" assumptions.txt >&2 || fail "assumptions differ from proofs/expected/coq_assumptions.txt"

# ---- false variants: edited copies that the same proofs must refuse, two at a time
refuse() {
    local theory=$1 edit=$2 what=$3 folder=$4
    sed "$edit" "$theory.v" >"$folder/$theory.v"
    if cmp -s "$theory.v" "$folder/$theory.v"; then fail "canary changes nothing: $what"; fi
    if compile . "$folder/$theory.v" >"$folder/log" 2>&1; then fail "canary proved: $what"; fi
    if grep -E 'Syntax error|not found|Lexer' "$folder/log" >&2; then fail "canary is no statement: $what"; fi
}
bridge_refuses() {
    local file=$1 edit=$2 what=$3 folder=$4
    cp -r "$here/../../spec" Spec*.v "$folder"
    sed -i "$edit" "$folder/$file"
    if cmp -s "$here/../../$file" "$folder/$file"; then fail "canary changes nothing: $what"; fi
    if "$here/bridge.sh" "$folder/spec" "$folder" >"$folder/log" 2>&1 &&
        compile . "$folder/Bridge.v" >"$folder/log" 2>&1; then
        fail "canary proved: $what"
    fi
    if ! grep -qE '^bridge: .*(listed|no theorem)|Error: No applicable tactic|Tactic failure' "$folder/log"; then
        cat "$folder/log" >&2
        fail "canary is no statement: $what"
    fi
}
mkdir canary
started=()
finish() {
    wait "${started[0]%% *}"
    printf 'canary    %s: refused\n' "${started[0]#* }"
    started=("${started[@]:1}")
}
count=0
while IFS=$'\t' read -r theory edit what; do
    case $theory in ''|'#'*) continue ;; esac
    count=$((count + 1))
    folder=canary/c$count
    mkdir "$folder"
    case $theory in
        spec/*) bridge_refuses "$theory" "$edit" "$what" "$folder" & ;;
        *) refuse "$theory" "$edit" "$what" "$folder" & ;;
    esac
    started+=("$! $what")
    if ((${#started[@]} == 2)); then finish; fi
done <"$here/canaries.txt"
while ((${#started[@]})); do finish; done

# ---- Coq's independent checker on the compiled theories, the libraries taken as they are
modules=$(basename -s .v "$here"/theories/*.v Bridge.v | sed 's/^/-norec Surecharge./')
# shellcheck disable=SC2086 # one word per module
coqchk -silent -o -Q . Surecharge $modules >coqchk.log 2>&1 ||
    { tail -n 20 coqchk.log >&2; fail "coqchk refuses the theories"; }
for trick in type-in-type 'unsafe (co)fixpoints' 'positivity is assumed'; do
    grep -qF "$trick: <none>" coqchk.log || fail "coqchk: $trick"
done
echo 'coqchk    accepted'

# ---- the table: theorem, equation of the paper, theory, assumptions
awk '
    NR == FNR        { if (sub(/^theorem /, "")) { split($0, part, ": "); assumed[part[1]] = part[2] } next }
    match($0, /^\(\*\* P[0-9]+, [^:]*/) {
        tag = $2; sub(/,/, "", tag)
        where = substr($0, 1, RLENGTH); sub(/.* P[0-9]+, /, "", where)
    }
    /^Theorem /      { name = $2 }
    match($0, /[A-Z][A-Za-z0-9]*\.[a-z_A-Z0-9]+/) && /^(Proof\.| ) *exact / {
        home = substr($0, RSTART); sub(/\..*/, "", home)
        printf "theorem   %-28s %-4s %-12s %-16s %s\n", name, tag, where, home ".v", assumed[name]
    }' assumptions.txt Statements*.v | tee theorems.txt
[ "$(wc -l <theorems.txt)" -eq "$(wc -w <<<"$theorems")" ] || fail "the table does not list every theorem"
diff -u "$here/../expected/theorems.txt" theorems.txt >&2 ||
    fail "the table is not proofs/expected/theorems.txt; if that is meant, copy $build/theorems.txt there"
echo "$(wc -l <theorems.txt) theorems proved, $(grep -c '^Theorem' Bridge.v) statements of spec/ proved," \
    "$(grep -vc '^#' "$here/canaries.txt") false variants refused"
