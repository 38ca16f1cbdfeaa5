# Shared by prove.sh and replay.sh: the prover configuration, one run of WP per stem, the count of goals.
# A stem is a file of the kernel, or round (the rounded operations of kernel/round.h), or step (the calls of a
# run, as the theorem of a run takes them), or a file of spec/ with lemmas, with its ending. Lemmas are proved
# file by file: the provers are given all that stands before a lemma, and the fewer.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
pinned=$here/../expected/goals.txt
advice=$here/../expected/provers.txt
provers=Z3:4.8.12,CVC5:1.0.3,CVC4:1.8

# Why3 wants absolute paths: write its configuration, with the axiomatic drivers and library, into directory
# $1.
configure() {
  mkdir -p "$1"
  why3_data=$(why3 --print-datadir)
  for file in why3.conf z3.drv cvc.drv; do
    sed -e "s#@OUT@#$1#g" -e "s#@WHY3@#$why3_data#g" "$here/$file.in" >"$1/$file"
  done
  cp "$here/trim.gen" "$1/"
  python3 "$here/library.py" "$why3_data/stdlib" "$1/library"
  export WHY3CONFIG="$1/why3.conf" WHY3LOADPATH="$1/library"
}

all_stems() {
  grep -lE '^(/[*]@)? *lemma ' "$root"/spec/*.acsl | xargs -n 1 basename
  echo round step | xargs -n 1
  for file in "$root"/kernel/*.c; do basename "$file" .c; done
}

# source_of STEM OUT: the file to prove.
source_of() {
  case $1 in
    *.acsl)
      echo "#include \"$1\"" >"$2/$1.c"
      echo "$2/$1.c"
      ;;
    round | step | canary) echo "$here/$1.c" ;;
    *) echo "$root/kernel/$1.c" ;;
  esac
}

# wp STEM OUT CACHE-MODE [OPTION...]: every goal of a stem, report in OUT/STEM.json, log in OUT/STEM.log.
# Ground simplification is off: it hardly changes a goal, and is a fifth of the time to prepare one.
wp() {
  stem=$1 out_dir=$2 mode=$3
  shift 3
  skip='' only=''
  case $stem in
    round) ;;
    step) only=-@lemma ;;
    *.acsl) only=$(sed -nE 's,^(/[*]@)? *lemma ([a-z0-9_]+).*,\2,p' "$root/spec/$stem" | paste -sd, -) ;;
    *)
      skip=$(sed -n 's/^static inline [a-z0-9_]* \(sc_[a-z_]*\)(.*/\1/p' "$root/kernel/round.h" |
        paste -sd, -)
      ;;
  esac
  rm -f "$out_dir/$stem.json"
  frama-c -no-unicode -cpp-extra-args="-I$root/kernel -I$root/spec" \
    -wp -wp-rte -warn-special-float non-finite -wp-model typed+float \
    ${skip:+-wp-skip-fct "$skip"} ${only:+-wp-prop="$only"} \
    -wp-no-ground -wp-prover "$provers" -wp-timeout "$timeout" -wp-par "$parallel" \
    -wp-cache "$mode" -wp-cache-dir "$cache" "$@" -wp-report-json "$out_dir/$stem.json" \
    "$(source_of "$stem" "$out_dir")" >"$out_dir/$stem.log" 2>&1 ||
    { tail -n 5 "$out_dir/$stem.log" >&2; return 1; }
}

# Lemmas and axioms belong into spec/: WP would assume, and never prove, lemmas of a file whose rounded
# operations are skipped, and proofs/coq/bridge.sh looks nowhere else.
no_stray_lemmas() {
  ! grep -nE 'lemma |axiom|admit ' "$root"/kernel/*.[ch] >&2
}

# check STEM OUT: all goals of a stem proved, and exactly the pinned number of them in each function. A
# warning fails: it is how WP says that a proof rests on a hypothesis about memory that no contract states.
check() {
  ! grep -nA 4 'Warning:' "$2/$1.log" >&2 || return 1
  python3 "$here/goals.py" proved "$1" "$2/$1.json" >"$2/$1.txt" || return 1
  grep "^$1 " "$pinned" >"$2/$1.pinned" || true
  diff -u "$2/$1.pinned" "$2/$1.txt" >&2 ||
    { echo "$1: goals differ from proofs/expected/goals.txt" >&2; return 1; }
  awk -v stem="$1" '{ goals += $3 } END { print stem ": " goals " goals proved in " NR " functions" }' \
    "$2/$1.txt"
}
