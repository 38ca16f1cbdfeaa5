/* schema: see schema.h. Written as JSON; the preprocessor makes strings of it. */
#include "schema.h"

#include <stddef.h>

#define TEXT(...) #__VA_ARGS__

/* ---- scenario/1 */

static const char scenario[] = TEXT({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "surecharge scenario/1",
  "description": "What is to be certified: a battery, the qubits that charge it, and what to observe when. Real numbers are strings that mean exactly what they say.",
  "type": "object",
  "additionalProperties": false,
  "required": ["surecharge", "battery", "qubit", "protocol"],
  "properties": {
    "surecharge": { "const": "scenario/1" },
    "battery": {
      "oneOf": [
        { "type": "object", "additionalProperties": false, "required": ["ladder", "levels"],
          "properties": {
            "ladder": { "const": "oscillator" },
            "levels": { "$ref": "#/$defs/levels" },
            "model": { "description": "the ladder truncated to these levels (default), or the infinite oscillator, with the leak above them added to every error",
                       "enum": ["truncated", "infinite"] } } },
        { "type": "object", "additionalProperties": false, "required": ["ladder", "j"],
          "properties": {
            "ladder": { "const": "spin" },
            "j": { "description": "the spin, a half integer as a string; it has 2 j + 1 levels",
                   "$ref": "#/$defs/number" } } },
        { "type": "object", "additionalProperties": false, "required": ["ladder", "levels"],
          "properties": {
            "ladder": { "const": "uniform" },
            "levels": { "$ref": "#/$defs/levels" } } }
      ] },
    "qubit": {
      "description": "the qubit of eq. (1)",
      "type": "object", "additionalProperties": false, "required": ["q"],
      "properties": {
        "q": { "$ref": "#/$defs/q" }, "c": { "$ref": "#/$defs/c" }, "alpha": { "$ref": "#/$defs/alpha" } } },
    "protocol": {
      "oneOf": [
        { "type": "object", "additionalProperties": false, "required": ["kind", "theta", "steps"],
          "properties": {
            "kind": { "const": "fixed" },
            "theta": { "$ref": "#/$defs/theta" }, "steps": { "$ref": "#/$defs/steps" } } },
        { "type": "object", "additionalProperties": false, "required": ["kind", "steps"],
          "properties": {
            "kind": { "description": "full-swap has at most levels - 1 steps",
                      "enum": ["full-swap", "greedy-transient", "greedy-average"] },
            "steps": { "$ref": "#/$defs/steps" } } },
        { "type": "object", "additionalProperties": false, "required": ["kind", "collisions"],
          "properties": {
            "kind": { "const": "list" },
            "collisions": {
              "description": "one entry per step; what it gives overrides the scenario's qubit and damping",
              "type": "array", "maxItems": 10000000,
              "items": {
                "type": "object", "additionalProperties": false, "required": ["theta"],
                "properties": {
                  "theta": { "$ref": "#/$defs/theta" }, "q": { "$ref": "#/$defs/q" },
                  "c": { "$ref": "#/$defs/c" }, "alpha": { "$ref": "#/$defs/alpha" },
                  "gamma": { "$ref": "#/$defs/gamma" }, "kappa_t0": { "$ref": "#/$defs/kappa_t0" } },
                "not": { "required": ["gamma", "kappa_t0"] } } } } }
      ] },
    "damping": {
      "description": "eq. (21), after every collision; default none",
      "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
      "properties": { "gamma": { "$ref": "#/$defs/gamma" }, "kappa_t0": { "$ref": "#/$defs/kappa_t0" } } },
    "initial": {
      "description": "the level that is populated, or the populations from the ground level on (the rest 0), with the exact sum 1",
      "default": 0,
      "oneOf": [
        { "type": "integer", "minimum": 0 },
        { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/number" } } ] },
    "observe": {
      "default": ["energy"],
      "type": "array", "minItems": 1, "maxItems": 10000, "uniqueItems": true,
      "items": { "anyOf": [
        { "enum": ["trace", "energy", "power", "transient-power", "variance", "purity", "entropy", "ergotropy",
                   "ergotropy-dephased", "populations"] },
        { "type": "string", "pattern": "^element:(0|[1-9][0-9]*),(0|[1-9][0-9]*)$" } ] } },
    "at": {
      "description": "the steps to observe, strictly increasing; 0 is the initial state, which has no power; default the last",
      "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "integer", "minimum": 0 } },
    "digits": {
      "description": "every value is certain to 10^-digits max(1, |value|)",
      "default": 15, "type": "integer", "minimum": 1, "maximum": 1000 }
  },
  "$defs": {
    "number": {
      "description": "exact: a decimal, a hexadecimal float, a fraction a/b of these, or a rational multiple of pi: pi, a*pi, pi/b, a/b*pi, a*pi/b",
      "type": "string", "maxLength": 4096,
      "pattern": "^[+-]?(pi|[0-9.][0-9a-fA-FxXpP.+-]*)([*/](pi|[0-9.][0-9a-fA-FxXpP.+-]*))*$" },
    "levels": {
      "description": "N + 1; at most 4096 with coherence or damping",
      "type": "integer", "minimum": 2, "maximum": 1048576 },
    "steps": { "type": "integer", "minimum": 0, "maximum": 10000000 },
    "theta": { "description": "the swap angle, above 0, at most 1000000", "$ref": "#/$defs/number" },
    "q": { "description": "the ground-state population of the qubit, from 0 to 1", "$ref": "#/$defs/number" },
    "c": { "description": "its coherence, from 0 to 1; default 0", "$ref": "#/$defs/number" },
    "alpha": { "description": "its phase; default 0", "$ref": "#/$defs/number" },
    "gamma": { "description": "the loss of one waiting time, from 0 to 1", "$ref": "#/$defs/number" },
    "kappa_t0": { "description": "a rational x, at least 0: gamma = 1 - exp(-x)", "$ref": "#/$defs/number" }
  }
});

/* ---- certificate/1 and simulation/1 */

#define RESULT_DEFS TEXT( \
  "value": { \
    "description": "the exact value lies in [lo, hi], decimals rounded outward; hex is the double both ends round to, or, where they do not agree, the double nearest to the midpoint", \
    "type": "object", "additionalProperties": false, "required": ["lo", "hi", "hex"], \
    "properties": { "lo": { "type": "string" }, "hi": { "type": "string" }, "hex": { "$ref": "#/$defs/hex" } } }, \
  "hex": { "type": "string", "pattern": "^-?0x[01](\\.[0-9a-f]+)?p[+-][0-9]+$" }, \
  "element": { \
    "type": "object", "additionalProperties": false, "required": ["re", "im"], \
    "properties": { "re": { "$ref": "#/$defs/value" }, "im": { "$ref": "#/$defs/value" } } }, \
  "result": { \
    "description": "one step: tau, the sum of the swap angles so far, and the observables in the scenario's order. Energy counts from the ground level, in units of E; entropy is in nats.", \
    "type": "object", "additionalProperties": false, "required": ["step", "tau"], \
    "properties": { \
      "step": { "type": "integer", "minimum": 0 }, \
      "tau": { "$ref": "#/$defs/value" }, \
      "trace": { "$ref": "#/$defs/value" }, \
      "energy": { "$ref": "#/$defs/value" }, \
      "power": { "description": "energy over tau, eq. (6)", "$ref": "#/$defs/value" }, \
      "transient-power": { "description": "energy gained in the last step over its swap angle, eq. (7)", "$ref": "#/$defs/value" }, \
      "variance": { "$ref": "#/$defs/value" }, \
      "purity": { "$ref": "#/$defs/value" }, \
      "entropy": { "$ref": "#/$defs/value" }, \
      "ergotropy": { "$ref": "#/$defs/value" }, \
      "ergotropy-dephased": { "$ref": "#/$defs/value" }, \
      "populations": { "type": "array", "items": { "$ref": "#/$defs/value" } } }, \
    "patternProperties": { "^element:": { "$ref": "#/$defs/element" } } })

static const char certificate[] = TEXT({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "surecharge certificate/1",
  "description": "Intervals that provably contain the exact values of a scenario. The same scenario gives the same bytes.",
  "type": "object",
  "additionalProperties": false,
  "required": ["surecharge", "program", "verdict", "scenario", "digits", "model", "method", "precision", "results"],
  "properties": {
    "surecharge": { "const": "certificate/1" },
    "program": { "description": "name and version", "type": "string" },
    "verdict": { "description": "certified: every value is certain to the digits asked for; undecided: the intervals hold, but some are wider",
                 "enum": ["certified", "undecided"] },
    "scenario": { "description": "the scenario verbatim", "type": "object" },
    "digits": { "description": "the digits asked for", "type": "integer", "minimum": 1, "maximum": 1000 },
    "model": { "type": "string" },
    "method": { "description": "the recursion: of populations (rate), or of the density matrix in its real or complex form",
                "enum": ["rate", "real", "complex"] },
    "precision": { "description": "bits of the run that succeeded", "type": "integer" },
    "leak": { "description": "infinite oscillator: what the levels left out can change, in trace norm, included in every value",
              "type": "string" },
    "angles": { "description": "adaptive protocols: the exact swap angles, one double per step",
                "type": "array", "items": { "$ref": "#/$defs/hex" } },
    "gap": { "description": "certified relative distance of their objective from its supremum, the worst of all steps",
             "type": "string" },
    "ended_at": { "description": "the last step of a greedy protocol that ended early", "type": "integer" },
    "notes": { "type": "array", "items": { "type": "string" } },
    "results": { "type": "array", "items": { "$ref": "#/$defs/result" } }
  },
  "$defs":) "{" RESULT_DEFS "}}";

static const char simulation[] = TEXT({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "surecharge simulation/1",
  "description": "A run in double precision, each value with its certified error bar.",
  "type": "object",
  "additionalProperties": false,
  "required": ["surecharge", "program", "scenario", "method", "results"],
  "properties": {
    "surecharge": { "const": "simulation/1" },
    "program": { "description": "name and version", "type": "string" },
    "scenario": { "description": "the scenario verbatim", "type": "object" },
    "method": { "enum": ["rate", "real"] },
    "results": { "type": "array", "items": { "$ref": "#/$defs/result" } }
  },
  "$defs":) "{" RESULT_DEFS "}}";

/* ---- summary/1 */

static const char summary[] = TEXT({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "surecharge summary/1",
  "description": "The verdicts of `surecharge paper` about the claims of the paper, as printed and as corrected.",
  "type": "object",
  "additionalProperties": false,
  "required": ["surecharge", "program", "quick", "claims"],
  "properties": {
    "surecharge": { "const": "summary/1" },
    "program": { "description": "name and version", "type": "string" },
    "quick": { "description": "figures in double precision with certified error bars, fewer curves", "type": "boolean" },
    "claims": {
      "type": "array",
      "items": {
        "type": "object", "additionalProperties": false,
        "required": ["id", "equation", "claim", "form", "verdict", "scope", "margin", "witness", "command"],
        "properties": {
          "id": { "type": "string" },
          "equation": { "description": "where in the paper", "type": "string" },
          "claim": { "type": "string" },
          "form": { "description": "what the paper prints, or what is true instead", "enum": ["printed", "corrected"] },
          "verdict": { "enum": ["certified", "refuted", "undecided"] },
          "scope": { "description": "what was examined: `certified` is about this alone", "type": "string" },
          "margin": { "description": "certified lower bound on the distance from the opposite verdict", "type": "string" },
          "witness": { "description": "what decides it", "type": "string" },
          "command": { "description": "recomputes the witness", "type": "string" } } } }
  }
});

/* ---- check/1, request/1 and answer */

static const char check[] = TEXT({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "surecharge check/1",
  "description": "The verdicts of `surecharge check --format json`. A number that would be infinite (digits of a value without error) is left out.",
  "type": "object",
  "additionalProperties": false,
  "required": ["surecharge", "program", "verdict", "planned", "stopped", "cases"],
  "properties": {
    "surecharge": { "const": "check/1" },
    "program": { "description": "name and version", "type": "string" },
    "verdict": { "enum": ["held", "mismatch", "undecided"] },
    "planned": { "description": "cases there are to judge", "type": "integer", "minimum": 0 },
    "stopped": { "description": "after as many discrepancies as --max allows", "type": "boolean" },
    "cases": { "type": "array", "items": { "$ref": "#/$defs/case" } }
  },
  "$defs": {
    "count": { "type": "integer", "minimum": 0 },
    "case": {
      "type": "object", "additionalProperties": false, "required": ["id", "verdict", "discrepancies"],
      "properties": {
        "id": { "type": "string" },
        "verdict": { "enum": ["held", "mismatch", "undecided", "failed"] },
        "problem": { "description": "why a program that failed gave nothing to judge", "type": "string" },
        "values": { "description": "numbers judged", "$ref": "#/$defs/count" },
        "inside": { "$ref": "#/$defs/count" }, "close": { "$ref": "#/$defs/count" },
        "undecided": { "$ref": "#/$defs/count" }, "wrong": { "$ref": "#/$defs/count" },
        "other_rows": { "description": "rows at steps the case does not observe", "$ref": "#/$defs/count" },
        "worst": { "$ref": "#/$defs/value" },
        "first_step": { "description": "the first step with a wrong number", "$ref": "#/$defs/count" },
        "diagnosis": { "description": "mistakes that explain the numbers, joined by \"or\"", "type": "string" },
        "discrepancies": { "type": "array", "items": { "$ref": "#/$defs/value" } } } },
    "value": {
      "description": "error: absolute, relative, in units of the last place of a double; digits: -log10(absolute / max(1, |exact|)), promised: those asked for; lre: -log10 relative",
      "type": "object", "additionalProperties": false, "required": ["step", "name", "found", "exact"],
      "properties": {
        "step": { "$ref": "#/$defs/count" }, "name": { "type": "string" },
        "found": { "description": "as submitted", "type": "string" },
        "exact": { "description": "to 18 digits", "type": "string" },
        "absolute": { "type": "number" }, "relative": { "type": "number" }, "ulp": { "type": "number" },
        "digits": { "type": "number" }, "lre": { "type": "number" }, "promised": { "type": "number" } } }
  }
});

static const char request[] = TEXT({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "surecharge request/1",
  "description": "What `surecharge check --run` asks a program, one line for each case.",
  "type": "object",
  "additionalProperties": false,
  "required": ["surecharge", "id", "scenario", "resolved"],
  "properties": {
    "surecharge": { "const": "request/1" },
    "id": { "type": "string" },
    "scenario": { "description": "verbatim, format scenario/1", "type": "object" },
    "resolved": {
      "description": "the same in nearest doubles, as the shortest decimals that read back as them",
      "type": "object", "additionalProperties": false,
      "required": ["levels", "ladder", "weights", "initial", "steps", "collisions", "at", "observe"],
      "properties": {
        "levels": { "description": "N + 1", "type": "integer", "minimum": 2 },
        "ladder": { "enum": ["oscillator", "spin", "uniform"] },
        "weights": { "description": "w_0 to w_(N+1): squares of f_n, both ends 0", "type": "array", "items": { "type": "integer" } },
        "initial": { "description": "populations of all levels", "type": "array", "items": { "type": "number" } },
        "steps": { "type": "integer", "minimum": 0 },
        "collisions": {
          "description": "one that serves every step, or one for each; greedy angles are those of the certificate, and steps after the end of a greedy protocol have theta = gamma = 0",
          "type": "array",
          "items": {
            "type": "object", "additionalProperties": false, "required": ["theta", "q", "c", "alpha", "gamma"],
            "properties": { "theta": { "type": "number" }, "q": { "type": "number" }, "c": { "type": "number" },
                            "alpha": { "type": "number" }, "gamma": { "type": "number" } } } },
        "at": { "type": "array", "items": { "type": "integer" } },
        "observe": { "type": "array", "items": { "type": "string" } } } }
  }
});

static const char answer[] = TEXT({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "surecharge answer",
  "description": "What a program answers, on one line; and results in a file, on any lines, with any of the steps and observables.",
  "type": "object",
  "additionalProperties": false,
  "required": ["results"],
  "properties": {
    "id": { "description": "of the request", "type": "string" },
    "results": {
      "type": "array",
      "items": {
        "type": "object", "additionalProperties": false, "required": ["step"],
        "properties": {
          "step": { "$ref": "#/$defs/number" }, "tau": { "$ref": "#/$defs/number" },
          "trace": { "$ref": "#/$defs/number" }, "energy": { "$ref": "#/$defs/number" },
          "power": { "$ref": "#/$defs/number" }, "transient-power": { "$ref": "#/$defs/number" },
          "variance": { "$ref": "#/$defs/number" }, "purity": { "$ref": "#/$defs/number" },
          "entropy": { "$ref": "#/$defs/number" }, "ergotropy": { "$ref": "#/$defs/number" },
          "ergotropy-dephased": { "$ref": "#/$defs/number" },
          "populations": { "description": "of all levels", "type": "array", "items": { "$ref": "#/$defs/number" } } },
        "patternProperties": {
          "^element:": {
            "type": "object", "additionalProperties": false, "required": ["re", "im"],
            "properties": { "re": { "$ref": "#/$defs/number" }, "im": { "$ref": "#/$defs/number" } } } } } }
  },
  "$defs": {
    "number": { "description": "a number, or a string with a decimal or a hexadecimal float; nan, inf and infinity are read, and are wrong",
                "type": ["number", "string"] }
  }
});

/* ---- sweep/1 and its table/1 */

static const char sweep[] = TEXT({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "surecharge sweep/1",
  "description": "Many scenarios: a list of them, or a base and every combination of the values that some of its keys take, the last axis varying fastest.",
  "type": "object",
  "additionalProperties": false,
  "required": ["surecharge"],
  "properties": {
    "surecharge": { "const": "sweep/1" },
    "base": { "description": "a scenario/1; what an axis sets may be missing", "type": "object" },
    "axes": {
      "description": "the path of a key, such as protocol.theta, and its values; no axis inside another; at most 1000000 cases",
      "type": "object", "minProperties": 1,
      "propertyNames": { "pattern": "^[^.]+([.][^.]+)*$" },
      "additionalProperties": { "type": "array", "minItems": 1, "maxItems": 1000000 } },
    "scenarios": {
      "description": "each a scenario/1",
      "type": "array", "minItems": 1, "maxItems": 1000000, "items": { "type": "object" } }
  },
  "oneOf": [ { "required": ["base", "axes"], "not": { "required": ["scenarios"] } },
             { "required": ["scenarios"], "not": { "anyOf": [ { "required": ["base"] }, { "required": ["axes"] } ] } } ]
});

static const char table[] = TEXT({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "surecharge table/1",
  "description": "The results of a sweep. The same sweep gives the same bytes.",
  "type": "object",
  "additionalProperties": false,
  "required": ["surecharge", "program", "axes", "cases"],
  "properties": {
    "surecharge": { "const": "table/1" },
    "program": { "description": "name and version", "type": "string" },
    "axes": { "description": "their paths", "type": "array", "items": { "type": "string" } },
    "cases": {
      "type": "array",
      "items": {
        "type": "object", "additionalProperties": false,
        "required": ["case", "axes", "verdict", "certificate", "results"],
        "properties": {
          "case": { "description": "counted from 1", "type": "integer", "minimum": 1 },
          "axes": { "description": "the value of each axis", "type": "object" },
          "verdict": { "enum": ["certified", "undecided"] },
          "certificate": { "description": "its file, below the directory of the table", "type": "string" },
          "results": { "type": "array", "items": { "$ref": "#/$defs/result" } } } } }
  },
  "$defs":) "{" RESULT_DEFS "}}";

const char *const ref_schema_names[] = { "scenario", "certificate", "simulation", "summary", "check",
                                         "request",  "answer",      "sweep",      "table",   NULL };

const char *ref_schema_text(int index)
{
    static const char *const texts[] = { scenario, certificate, simulation, summary, check, request, answer, sweep,
                                         table };
    return texts[index];
}
