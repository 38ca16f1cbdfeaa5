"""The report: one self-contained HTML page, and the same content as JSON.

usage: report.py DIRECTORY [STATUS...]

DIRECTORY   what `surecharge paper` wrote: summary.json, *.svg. report.html and report.json are written there.
STATUS      status.json of a proof run, as proofs/wp/replay.sh or proofs/wp/prove.sh writes it; the first that exists
            is shown, and without one the report says that no proof was run.
"""
import base64
import html
import json
import os
import pathlib
import re
import string
import sys
import tempfile
import xml.etree.ElementTree

import markdown

HERE = pathlib.Path(__file__).resolve().parent
FOUND = HERE.parent.parent / "FOUND.md"
SVG_TEXT = "{http://www.w3.org/2000/svg}text"
SECTIONS = ("abstract", "Sec. II", "Sec. III", "Sec. III A", "Sec. III B", "Sec. III C", "Sec. III D", "Sec. IV B", "Sec. IV C")
CHAPTERS = (("Numbers and statements of the text", r"abstract|Sec\."), ("Oscillator", r"\((12|13|15|16|17|18)\)"),
            ("Spin", r"\((26|28'?|29'{0,2}|30)\)|below"), ("Damping", r"\((C\d'?|21)\)"),
            ("Coherent charging", r"\((19|20|31|32)\)"), ("Appendices", r"\([AB]\d+\)|App"), ("Figures", r"Fig"))


# Formulas of the claims, written in ASCII, as a physicist writes them: first characters, then (in HTML)
# heights.
CHARACTERS = [(rf"(?<![\w.]){word}(?![\w.])", sign) for word, sign in (
    ("pi", "π"), ("theta", "θ"), ("gamma", "γ"), ("tau", "τ"), ("kappa", "κ"), ("alpha", "α"), ("zeta", "ζ"), ("rho", "ρ"),
    ("phi", "φ"), ("Omega", "Ω"), ("infinity", "∞"), ("us", "µs"))] + [
    (r"(?<!\w)(theta|gamma|tau|rho)(?=_)", lambda match: {"theta": "θ", "gamma": "γ", "tau": "τ", "rho": "ρ"}[match[1]]),
    (r"(?<!\w)sqrt\((\w+)\)", r"√\1"), (r"(?<!\w)sqrt ?(?=[\w(])", "√"), (r"(?<!\w)sum (?=\d/)", "Σ "),
    (r"(?<!\w)int_0\^E ", "∫₀ᴱ "), ("->", "→"), ("<=", "≤"), (">=", "≥"), (r"((?<![\w.])[\d.]+) (?=[πτ](?!\w))", r"\1"),
    (r"\^dagger", "†"), (r"(?<![\w.])1e-0?(\d+)(?!\w)", r"10^−\1"), (r"(\d)e-0?(\d+)(?!\w)", r"\1·10^−\2"),
    (r"(?<![\w.])-(?=\d)|(?<= )-(?= )|(?<=[\w)])-(?=[\dγq(])", "−"), (r"''", "″"),
    (r"(?<=\))'|(?<=\d)'", "′")]
HEIGHTS = [(r"\^([−-]?\w+|\([^()]*\))", r"<sup>\1</sup>"), (r"(?<!\w)R0(?!\w)", "R<sub>0</sub>"),
           (r"(?<!\w)([A-Za-zθγτρ])_(\w{1,3}|[+-])(?!\w)", r"\1<sub>\2</sub>")]


class Wrong(Exception):
    """A file that cannot be used; its text is the one line to say."""


def read(path, kind):
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Wrong(f"{path}: expected a readable file, found: {error.strerror}") from error
    except ValueError as error:
        raise Wrong(f"{path}: expected JSON, found: {error}") from error
    if not isinstance(content, dict) or content.get("surecharge") != kind:
        found = content.get("surecharge") if isinstance(content, dict) else type(content).__name__
        raise Wrong(f"{path}: expected \"surecharge\": \"{kind}\", found {json.dumps(found)}")
    return content


def write(path, text):
    """Whole or not at all."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def chapter_of(claim):
    """The first chapter whose pattern the claim's equation matches; the last for none."""
    return next((title for title, pattern in CHAPTERS if re.match(pattern, claim["equation"])), CHAPTERS[-1][0])


def figure(path):
    """The heading of a drawing, its first text that starts as a title does, and the CSV files of its curves."""
    texts = ("".join(text.itertext()).strip() for text in xml.etree.ElementTree.parse(path).iter(SVG_TEXT))
    title = next((text for text in texts if text.startswith(("Fig.", "Limits"))), path.stem)
    curves = sorted(file.name for file in path.parent.glob(f"{path.stem}_*.csv"))
    return {"name": path.stem, "title": title, "file": path.name, "curves": curves}


def content(directory, statuses):
    """Everything the report says."""
    summary = read(directory / "summary.json", "summary/1")
    status = next((read(path, "proofs/1") for path in statuses if path.exists()), None)
    return {"surecharge": "report/1", "program": summary["program"], "quick": summary["quick"], "claims": summary["claims"],
            "figures": [figure(path) for path in sorted(directory.glob("*.svg"))],
            "found": FOUND.read_text(encoding="utf-8"),
            "method": (HERE / "method.md").read_text(encoding="utf-8"), "proofs": status}


def typeset(text):
    for pattern, sign in CHARACTERS:
        text = re.sub(pattern, sign, text)
    text = html.escape(text, quote=False)
    for pattern, sign in HEIGHTS:
        text = re.sub(pattern, sign, text)
    return text


def cell(text, label=None, kind=None):
    attributes = (f' data-label="{label}"' if label else "") + (f' class="{kind}"' if kind else "")
    return f"<td{attributes}>{text}</td>"


def table(kind, head, rows):
    cells = "".join(f"<th>{name}</th>" for name in head)
    return f'<table class="{kind}"><thead><tr>{cells}</tr></thead><tbody>' + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"


def claim_row(claim):
    text = {key: typeset(value) for key, value in claim.items()} | {"command": html.escape(claim["command"])}
    corrected = " <span class=\"faint\">corrected</span>" if claim["form"] == "corrected" else ""
    return (cell(f'<span class="verdict {text["verdict"]}">{text["verdict"]}</span>')
            + cell(f'{text["equation"]}{corrected}') + cell(f'{text["claim"]}<br><span class="faint">{text["scope"]}</span>')
            + cell(text["margin"], "margin") + cell(f'{text["witness"]}<br><code>{text["command"]}</code>', "witness"))


def claims_html(claims):
    chapters = {title: [] for title, _ in CHAPTERS}
    for claim in sorted(claims, key=lambda claim: SECTIONS.index(section) if (section := claim["equation"].split(",")[0])
                        in SECTIONS else len(SECTIONS)):
        chapters[chapter_of(claim)].append(claim_row(claim))
    head = ("verdict", "where", "claim, and its scope", "margin", "witness, and the command that recomputes")
    return "".join(f"<h3>{title}</h3>{table('claims', head, rows)}" for title, rows in chapters.items() if rows)


def counts_html(claims):
    verdicts = [claim["verdict"] for claim in claims]
    return "".join(f'<li><b class="{word}">{verdicts.count(word)}</b> {word}</li>'
                   for word in ("certified", "refuted", "undecided")) + f"<li><b>{len(verdicts)}</b> claims</li>"


def figure_html(drawn, directory):
    data = base64.b64encode((directory / drawn["file"]).read_bytes()).decode()
    title = html.escape(drawn["title"])
    curves = ", ".join(f"<code>{html.escape(name)}</code>" for name in drawn["curves"])
    return (f'<figure><div class="drawing"><img alt="{title}" src="data:image/svg+xml;base64,{data}"></div><figcaption><b>{title}</b>'
            f'<span class="drag">; drag it sideways for the key</span>. <details><summary>Enclosures of every point: '
            f"{len(drawn['curves'])} files</summary>{curves}</details></figcaption></figure>")


def figures_html(figures, directory):
    return "".join(figure_html(drawn, directory) for drawn in figures) or "<p>Not drawn: gnuplot was missing.</p>"


def proofs_html(status):
    if status is None:
        return "<p>No proof was run here: <code>make prove</code> runs them all, <code>make check</code> replays them.</p>"
    tools = ", ".join(f"{name} {version}" for name, version in status["tools"].items())
    functions = [(stem, name, f) for stem, found in status["stems"].items() for name, f in found.items()]
    goals, proved = (sum(f[key] for _, _, f in functions) for key in ("goals", "proved"))
    smoke = sum(f.get("smoke", 0) for _, _, f in functions)
    tested = f" {smoke} smoke tests found no contract and no loop invariant that nothing satisfies." if smoke else ""
    rows = [cell(html.escape(stem)) + cell(html.escape(name)) + cell(f["goals"], "goals", "number")
            + cell(f["proved"], "proved", "number")
            + cell(html.escape(", ".join(f"{prover}: {n}" for prover, n in sorted(f["provers"].items()))), "by")
            + cell(f'{f["seconds"]:.1f}', "seconds", "number") for stem, name, f in functions]
    return (f"<p>{proved} of {goals} goals of {len(functions)} functions proved, model {status['model']}, "
            f"<code>{html.escape(status['options'])}</code>; {html.escape(tools)}.{tested} "
            f"Read from the proof run.</p>"
            f"<details><summary>Every function</summary>"
            f"{table('proofs', ('stem', 'function', 'goals', 'proved', 'by', 'seconds'), rows)}</details>")


def labelled(match):
    """A table of the prose, every cell with the name of its column, for narrow screens."""
    heads = re.findall(r"<th>(.*?)</th>", match[0])
    cells = iter(range(match[0].count("<td>")))
    return re.sub("<td>", lambda _: f'<td data-label="{heads[next(cells) % len(heads)]}">', match[0])


def prose(text):
    page = markdown.markdown(text.replace("\n## ", "\n### "), extensions=["tables"])
    return re.sub(r"<table>.*?</table>", labelled, page, flags=re.DOTALL)


def page(report, directory):
    opening, found = report["found"].split("\n## ", 1)
    holds = opening.strip().split("\n\n")[-1]
    template = string.Template((HERE / "page.html").read_text(encoding="utf-8"))
    mode = (", in its quick mode: figures in double precision with certified error bars, Fig. 4 at half the damping constants and swap angles, "
            "no critical damping against (C4′)"
            if report["quick"] else "")
    return template.substitute(program=html.escape(report["program"]), mode=mode, counts=counts_html(report["claims"]),
                               claims=claims_html(report["claims"]), figures=figures_html(report["figures"], directory),
                               holds=prose(holds), found=prose("\n## " + found), method=prose(report["method"]),
                               proofs=proofs_html(report["proofs"]))


def main(directory, *statuses):
    report = content(directory, statuses)
    write(directory / "report.html", page(report, directory))
    write(directory / "report.json", json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    print(directory / "report.html")


if len(sys.argv) < 2:
    sys.exit("usage: report.py DIRECTORY [STATUS...]")
try:
    main(*map(pathlib.Path, sys.argv[1:]))
except Wrong as wrong:
    sys.exit(f"report: {wrong}")
