#!/bin/sh
# surecharge paper --quick as a whole: every figure is drawn, well-formed, with all its titles, the same bytes
# again; curves overlap certificates made apart from them; of an older, full run nothing is left that would be
# mixed with them.
set -eu
build=$(cd "${BUILD:-build}" && pwd)
paper=$(cd "$(dirname "$0")/../oracle/paper" && pwd)
command -v gnuplot >/dev/null || { echo "gnuplot is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
old='fig4_advantage_gamma_0.0002.csv fig4_advantage_gamma_0.0026.csv fig3_full_swap.certificate.json'
mkdir "$work/paper"
(cd "$work/paper" && touch $old mine.csv)
"$build/surecharge" paper --quick --output "$work/paper" >"$work/table"
tail -n 2 "$work/table"
for file in $old; do
    [ ! -e "$work/paper/$file" ] || { echo "$file of an older run is left"; exit 1; }
done
[ -e "$work/paper/mine.csv" ]

for figure in fig2 fig3 fig4 fig5 fig6 limit; do    # drawn again by hand, as style.gp says
    (cd "$work/paper" && LC_ALL=C.UTF-8 gnuplot -d "$paper/style.gp" "$paper/$figure.gp") >"$work/again.svg"
    cmp "$work/again.svg" "$work/paper/$figure.svg"
done

# Made apart: by certify, to more digits. Undamped and damped, coherent and not.
for name in fig2_coherent_theta_0.01pi fig4_gamma_0.003_theta_0.02pi fig6_coherent_theta_0.01pi fig6_full_swap; do
    "$build/surecharge" certify --quiet --digits 20 --output "$work/$name.json" "$paper/$name.json"
done

python3 - "$work" <<'END'
import csv, json, math, re, sys
import xml.etree.ElementTree as xml
from decimal import Decimal

work = sys.argv[1]
titles = {
    "fig2": ["Fig. 2.", "mean within the bound (15)", "coherent, θ = 0.01π", "greedy, transient power", "greedy, average power",
        "full swap", "Ωτ = 3π/2", "Ωτ = 3π", "Ωτ = 9π/2", "population", "level"],
    "fig3": ["Fig. 3.", "within the bound (15)", "incoherent bound (15)", "greedy, average power", "full swap", "coherent, θ → 0",
        "charging time  Ωτ", "mean energy"] + ["coherent, θ = %sπ" % t for t in ("0.01", "0.02", "0.03", "0.05", "0.1")],
    "fig4": ["Fig. 4.", "before the last damping", "swap angle  θ/π", "time of the first advantage"]
       + ["γ = %s" % g for g in ("0", "0.0005", "0.001", "0.0016", "0.0023")],
    "fig5": ["Fig. 5.", "within the bound (15)", "incoherent bound (15)", "damped bound (C4)", "coherent, θ = 0.01π",
        "before the last damping", "above (15)"],
    "fig6": ["Fig. 6.", "incoherent bound (28′)", "(28) as printed", "(27) integrated",
        "(29) as printed", "(29′): full charge", "greedy, average power", "full swap",
        "coherent, θ → 0"] + ["coherent, θ = %sπ" % t for t in ("0.002", "0.004", "0.006", "0.01")],
    "limit": ["Limits", "number of collisions", "trace distance to the limit state", "spin 5, theorem", "spin 5, certified",
              "oscillator, theorem", "oscillator, certified"],
}
for figure, wanted in titles.items():
    root = xml.parse("%s/paper/%s.svg" % (work, figure)).getroot()
    texts = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    shown = [re.sub(r"\s+", " ", text).strip() for text in texts]
    for title in wanted:
        title = re.sub(r"\s+", " ", title)
        assert any(text.startswith(title) for text in shown), "%s.svg lacks %r: %r" % (figure, title, shown)
    assert "path" in open("%s/paper/%s.svg" % (work, figure)).read()

points = 0
for name in ("fig2_coherent_theta_0.01pi", "fig4_gamma_0.003_theta_0.02pi", "fig6_coherent_theta_0.01pi", "fig6_full_swap"):
    results = json.load(open("%s/%s.json" % (work, name)))["results"]
    rows = list(csv.DictReader(open("%s/paper/%s.csv" % (work, name))))
    assert len(rows) == len(results)
    for row, result in zip(rows, results):
        assert int(row["step"]) == result["step"]
        for quantity in ("tau", "energy"):
            lo, hi = Decimal(row[quantity + "_lo"]), Decimal(row[quantity + "_hi"])
            assert lo <= hi and hi - lo <= Decimal("1e-7") * max(1, hi), (name, row)
            assert lo <= Decimal(result[quantity]["hi"]) and Decimal(result[quantity]["lo"]) <= hi, (name, row)
            points += 1

# Snapshots of Fig. 2: each incoherent protocol stands at its last step that ends before the time of the
# snapshot.
times = [float(row["tau"]) for row in csv.DictReader(open(work + "/paper/fig2_coherent_theta_0.01pi.csv"))]
assert len(times) == 3
for name in ("greedy_transient", "greedy_average", "full_swap"):
    if name == "full_swap":
        angles = [math.pi / 2 / math.sqrt(k) for k in range(1, 61)]
    else:
        certificate = json.load(open("%s/paper/fig2_%s.certificate.json" % (work, name)))
        angles = [float.fromhex(angle) for angle in certificate["angles"]]
    rows = list(csv.DictReader(open("%s/paper/fig2_%s.csv" % (work, name))))
    for row, time in zip(rows, times):
        step = int(row["step"])
        assert sum(angles[:step]) <= time < sum(angles[:step + 1]), (name, step)
print(points, "values overlap")
END
