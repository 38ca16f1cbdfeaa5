#!/bin/sh
# The report: what it must say is there, hostile text is shown and not run, and a browser shows it whole,
# without any request, on a desk, on a phone and in print. Bad input gets one line and writes nothing.
set -eu
python=/usr/bin/python3
for package in markdown selenium; do
    $python -c "import $package" 2>/dev/null || { echo "python3-$package is not installed"; exit 77; }
done
command -v chromium chromedriver >/dev/null || { echo "chromium is not installed"; exit 77; }
build=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
report=oracle/html/report.py
status=0
fail() { echo "FAIL $1"; status=1; }

mkdir "$work/paper"
cat >"$work/paper/summary.json" <<'END'
{"surecharge": "summary/1", "program": "surecharge 0", "quick": true, "claims": [
 {"id": "29", "equation": "(29)", "claim": "full charge <script>document.title = 'run'</script> & more", "form": "printed",
  "verdict": "refuted", "scope": "every j", "margin": "0.1", "witness": "j = 3/2", "command": "surecharge bound 29 --j 3/2"},
 {"id": "29p", "equation": "(29')", "claim": "theta_k <= pi/(2 sqrt(k)) - 1e-9 R0^-2 of x_theta_0.02pi", "form": "corrected", "verdict": "certified", "scope": "every j",
  "margin": "1e-30", "witness": "a word that is far longer than any column is wide 0123456789012345678901234567890123456789",
  "command": "surecharge bound 29p a/very/long/path/without/any/blank/in/it/whatever/the/width/of/the/page/may/be.json"}]}
END
cat >"$work/paper/fig2.svg" <<'END'
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 300" width="900" height="300"><text x="9" y="20">Fig. 2. Test</text></svg>
END
: >"$work/paper/fig2_curve.csv"
cat >"$work/status.json" <<'END'
{"surecharge": "proofs/1", "model": "typed+float", "options": "-wp-rte", "tools": {"frama-c": "25.0"},
 "stems": {"swap": {"sc_swap": {"goals": 41, "proved": 41, "provers": {"Qed": 30, "Z3 4.8.12": 11}, "seconds": 2.5}}}}
END
$python $report "$work/paper" "$work/missing.json" "$work/status.json" >/dev/null

cat >"$work/look.py" <<'END'
import base64, json, sys
from selenium import webdriver
path, claims, figures = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
options = webdriver.ChromeOptions()
for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
    options.add_argument(argument)
options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
browser = webdriver.Chrome(options=options)
wrong = []
for width in (390, 1280):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})
    browser.get("file://" + path)
    seen = browser.execute_script("""return {wide: document.documentElement.scrollWidth, title: document.title,
        claims: document.querySelectorAll("table.claims tbody tr").length,
        drawn: [...document.images].filter(image => image.naturalWidth > 0).length,
        small: [...document.querySelectorAll("p, td, li")].filter(x => parseFloat(getComputedStyle(x).fontSize) < 12).length}""")
    if seen["wide"] > width: wrong.append(f"{seen['wide']} px wide on a screen of {width}")
    if seen["title"] == "run": wrong.append("text from a claim was run as a script")
    if seen["claims"] != claims: wrong.append(f"{seen['claims']} claims shown, expected {claims}")
    if seen["drawn"] != figures: wrong.append(f"{seen['drawn']} figures shown, expected {figures}")
    if seen["small"]: wrong.append(f"{seen['small']} elements in letters below 12 px")
pdf = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {})["data"])
if not pdf.startswith(b"%PDF") or len(pdf) < 5000: wrong.append("cannot be printed")
requests = [message["params"]["request"]["url"] for entry in browser.get_log("performance")
            for message in [json.loads(entry["message"])["message"]] if message["method"] == "Network.requestWillBeSent"]
outside = [url for url in requests if not url.startswith(("file://" + path, "data:"))]
if outside: wrong.append(f"requests {outside}")
errors = [entry["message"] for entry in browser.get_log("browser")]
if errors: wrong.append(f"browser says {errors}")
browser.quit()
sys.exit("; ".join(wrong) or 0)
END
# look PAGE CLAIMS FIGURES: in a browser
look() { timeout 120 $python "$work/look.py" "$@" 2>"$work/said" || fail "$1: $(tail -n 1 "$work/said")"; }
look "$work/paper/report.html" 2 1
typeset='θ<sub>k</sub> ≤ π/(2 √k) − 10<sup>−9</sup> R<sub>0</sub><sup>−2</sup> of x_theta_0.02pi'
for text in '&lt;script&gt;' "(29′)" "$typeset" 'in its quick mode' '<b>Fig. 2. Test</b>' 'fig2_curve.csv' '41 of 41 goals of 1 functions' 'printed_C4_false'; do
    grep -qF "$text" "$work/paper/report.html" || fail "the page lacks: $text"
done
$python -m json.tool "$work/paper/report.json" >/dev/null || fail "report.json is no JSON"

# said PATTERN ARGUMENT...: fails with exactly one line, and writes nothing
said() {
    pattern=$1
    shift
    rm -f "$work/paper/report.html" "$work/paper/report.json"
    ! $python $report "$@" >/dev/null 2>"$work/said" || fail "accepted: $*"
    [ "$(wc -l <"$work/said")" = 1 ] && grep -q "$pattern" "$work/said" || fail "expected $pattern, found $(cat "$work/said")"
    [ ! -e "$work/paper/report.html" ] && [ ! -e "$work/paper/report.json" ] || fail "something was written"
}
said 'none/summary.json: expected a readable file' "$work/none"
echo '{"surecharge": "scenario/1"}' >"$work/status.json"
said 'expected "surecharge": "proofs/1", found "scenario/1"' "$work/paper" "$work/status.json"
echo '[' >"$work/status.json"
said 'expected JSON' "$work/paper" "$work/status.json"
said 'usage' # no directory

# The real one, where `make certify` has written it.
real=$build/paper
if [ -e "$real/report.html" ]; then
    claims=$($python -c "import json; print(len(json.load(open('$real/summary.json'))['claims']))")
    look "$(realpath "$real/report.html")" "$claims" "$(ls "$real"/*.svg | wc -l)"
    echo "the report of $claims claims"
fi
exit $status
