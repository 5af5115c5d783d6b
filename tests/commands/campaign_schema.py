#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Compares campaign.schema.json, which editors check campaign files with, with the reader of softmode.

tests/commands/campaign_schema.py <softmode program> <schema> <work folder>

Needs Debian's python3-jsonschema and python3-yaml. Campaign files are made from tables and from the schema itself: each key
misspelt, removed, repeated, of another kind, with other units and values. The reader (softmode plan --without-times) and
the schema must say the same of each; what only the reader can know is listed in only_the_reader(). Values that a shell or
LAMMPS would run must be refused. Exit code 1 if anything differs, 77 without the packages.
"""
import concurrent.futures
import copy
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"{error}: schema of campaign files not compared")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]


EditorLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)    # makes numbers, as editors do


class TextLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
    """All scalars are text but null, as softmode's reader takes them."""


TextLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
TextLoader.add_constructor("tag:yaml.org,2002:null", lambda loader, node: None)


# ---- campaign files: nested dicts and lists whose leaves are YAML text --------------------------------------------

def quoted(text):
    return json.dumps(text, ensure_ascii=False)


STRUCTURE = quoted(str(ROOT / "tests/data/copper-formate.cif"))
POTENTIAL = quoted(str(ROOT / "tests/data/copper-formate.yaml"))

FULL = {
    "name": "formate",
    "materials": [{"name": "copper-formate", "structure": STRUCTURE, "potential": POTENTIAL, "supercell": ["1", "1", "2"],
                   "bands": {"asymmetric": "1595 cm-1", "symmetric": "1380 cm-1"}}],
    "temperatures": ["25 C"],
    "run": {
        "timestep": "0.5 fs", "equilibration": "2 ps", "production": "40 ps",
        "thermostat": {"style": "langevin", "damping": "0.5 ps"},
        "barostat": {"pressure": "1 atm", "damping": "1 ps", "shape": "isotropic"},
        "cell": "experimental", "checkpoint": "10 ps", "retries": "1",
        "ranks": "1", "accelerator": "none"},
    "sampling": {
        "spectrum-interval": "2 fs", "state-interval": "10 fs", "resolution": "8 cm-1",
        "asymmetric-range": ["1480 cm-1", "1700 cm-1"], "symmetric-range": ["1250 cm-1", "1480 cm-1"]},
    "replicas": "1", "seed": "7", "workers": "2", "compare": "vt-drifts", "protocol": "independent"}
MINIMAL = {key: FULL[key] for key in ("name", "temperatures", "seed")} | {
    "materials": [{key: FULL["materials"][0][key] for key in ("name", "structure", "potential")}],
    "run": {key: FULL["run"][key] for key in ("timestep", "equilibration", "production", "thermostat")}}
STEPS = MINIMAL | {"temperatures": {"from": "100 K", "to": "300 K", "step": "50 K"}}
SEVERAL = MINIMAL | {"materials": [{"name": "copper-formate", "structure": STRUCTURE, "potentials": [POTENTIAL]}]}
TWO = MINIMAL | {"temperatures": ["100 K", "400 K"]}
INDEPENDENT = MINIMAL | {"protocol": {"type": "independent"}}
RAMP = TWO | {"protocol": {"type": "ramp", "cycles": "2", "start": "150 K"}}
UNTIL = MINIMAL | {"protocol": {"type": "until", "quantity": "loose-fraction", "error": "0.01", "budget": "200 ps"}}
MELT = {key: value for key, value in MINIMAL.items() if key != "temperatures"} | {
    "protocol": {"type": "melt", "start": "300 K", "step": "100 K", "highest": "1500 K", "threshold": "0.12",
                 "tolerance": "5 K"}}
PROTOCOLS = {"independent": INDEPENDENT, "ramp": RAMP, "until": UNTIL, "melt": MELT}


def base_of(path):
    for name, base in PROTOCOLS.items():
        if path.startswith(f"protocol({name})"):
            return base
    if path.startswith("temperatures."):
        return STEPS
    return SEVERAL if path.startswith("materials[].potentials") else FULL


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]" if isinstance(value, list) else value


def text_of(document):
    return "".join(f"{key}: {flow(value)}\n" for key, value in document.items())


# A path names a key: materials[].name, run.thermostat.style, protocol(until).error; [] is the first item of a list.

def parts_of(path):
    return [0 if part == "[]" else part for part in re.findall(r"\[\]|[^.\[\]]+", re.sub(r"\(.*?\)", "", path))]


def key_in(path, key):
    return f"{path}.{key}" if path else key


def get(document, path):
    """The value of a key, None if it is not there."""
    variant = re.search(r"\((.*?)\)", path)
    if variant and not (isinstance(document.get("protocol"), dict) and document["protocol"].get("type") == variant[1]):
        return None
    for part in parts_of(path):
        if isinstance(document, list) and part == 0 and document:
            document = document[0]
        elif isinstance(document, dict) and part in document:
            document = document[part]
        else:
            return None
    return document


def changed_at(document, changes):
    """With other values, or without a key where the value is None."""
    document = copy.deepcopy(document)
    for path, value in changes.items():
        *way, last = parts_of(path)
        holder = document
        for part in way:
            holder = holder[part]
        if value is None:
            del holder[last]
        else:
            holder[last] = value
    return document


def renamed(document, path, name):
    """With another name of a key, in its place."""
    document = copy.deepcopy(document)
    *way, last = parts_of(path)
    holder = document
    for part in way:
        holder = holder[part]
    items = [(name if key == last else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(items)
    return document


# ---- the schema ---------------------------------------------------------------------------------------------------

QUANTITIES = ("time", "temperature", "temperature-difference", "wavenumber", "length", "pressure")
FILES = ("materials[].structure", "materials[].potential", "materials[].potentials[]", "compare")


class Schema:
    def __init__(self, file):
        self.schema = json.loads(pathlib.Path(file).read_text())
        jsonschema.Draft7Validator.check_schema(self.schema)
        self.validator = jsonschema.Draft7Validator(self.schema)
        self.keys, self.leaves, self.mappings = {}, {}, {}    # path -> its part of the schema
        self.walk("", self.schema)

    def walk(self, path, part):
        if "$ref" in part:
            name = part["$ref"].removeprefix("#/definitions/")
            part = self.schema["definitions"][name] | {k: v for k, v in part.items() if k != "$ref"}
            if name in QUANTITIES or name == "plain-name":
                part["kind"] = name
        for variant in part.get("anyOf", []):
            if "$ref" in variant:
                self.walk(f"{path}({variant['$ref'].removeprefix('#/definitions/')})", variant)
        if path and not path.endswith((")", "[]")):
            self.keys[path] = part
        if "anyOf" in part:    # what it is as a word; as a mapping it is one of the variants
            self.leaves[path] = part
            return
        if "items" in part:
            self.walk(f"{path}[]", part["items"])
        if "properties" in part:
            self.mappings[path] = part
            for key, child in part["properties"].items():
                self.walk(key_in(path, key), child)
        elif "items" not in part and not path.endswith(")"):
            self.leaves[path] = part

    def accepts(self, text, loader):
        try:
            return self.validator.is_valid(yaml.load(text, loader))
        except yaml.YAMLError:
            return False


# ---- cases --------------------------------------------------------------------------------------------------------

@dataclasses.dataclass
class Case:
    what: str
    text: str
    document: dict = None      # that the text was made from
    target: str = None         # the key that was changed
    reason: str = None         # why the schema accepts what the reader refuses
    as_text: bool = True       # the reason holds for TextLoader, too
    positioned: bool = True    # the message has line and column
    code: int = None
    message: str = ""
    output: str = ""


def bounds(part):
    low, high = part["minimum"], part["maximum"]
    return [str(n) for n in (low - 1, low, low + 1, high, high + 1, -high, 10**12)] + [
        f"+{low + 1}", f"'{low + 1}'", f"' {low + 1}'", f"'{low + 1} '", f"00{low + 1}", f"{low + 1}.5", f"{low + 1}x", "x",
        "''", f"'0{high}'", f"'{high}'", f"'{high + 1}'", f"'{low - 1}'"]


def quantity_forms(text, every):
    """Other ways to write a quantity, other values and broken ones; a few of them, or all."""
    number, unit = text.split()
    few = [f"{number}{unit}", f"+{number}e0   {unit}", f"'{number} {unit}'",
           f"-{number} {unit}", f"0 {unit}", number, f"{number} kg", f"{number} {unit.swapcase()}", f"nan {unit}"]
    short = number.removeprefix("0") if number.startswith("0.") else number
    return few if not every else few + [
        f"{number}E+00 {unit}", f"0{number} {unit}", f"{short} {unit}", quoted(f" {number} {unit}"),
        quoted(f"\n{number} {unit}"), f"-0.0 {unit}", f"0e5 {unit}", unit, quoted(f"{number}\t{unit}"),
        quoted(f"{number} {unit} "), quoted(f"{number} {unit}\n"),
        f"{number} {unit} {unit}", quoted(f"{number},0 {unit}"), f"'--{number} {unit}'", f"inf {unit}", f"1e400 {unit}",
        f"{number}e {unit}", f"{number}_0 {unit}", f"1.2.3 {unit}", f"1/2 {unit}", f". {unit}", f"a few {unit}",
        quoted(f"\u00a0{number} {unit}"), quoted(f"{number}\u00a0{unit}"), quoted(f"\u0665 {unit}")]


NAMES = ["a", "A.b-c_D", "_x", "7", "7.5", "true", "2026-11-27", "'quoted'", ".x", "-x", "..", "a b", "a/b", "a:b", "'a,b'",
         quoted("\u00e9"), quoted("a\n"), quoted("\ta"), "-5", "-0.5", "''"]

# values beside those that follow from the schema
VALUES = {
    "name": NAMES,
    "materials[].name": NAMES,
    "materials": [[], ["x"], ["~"], [[]]],
    "materials[].potentials": [[], [POTENTIAL, POTENTIAL], POTENTIAL],
    "materials[].supercell": [["1", "1"], ["1", "1", "1", "1"], [], ["1", "1", "x"], ["'1'", "1", "1"], "1 1 1"],
    "materials[].bands": [{}, [], "1595 cm-1"],
    "temperatures": [[], ["300 K", "300 K"], ["300 K", "200 K", "-100 C"], ["300"], "300 K", {"from": "1 K", "to": "2 K"},
                     [["300 K"]], {}],
    "temperatures.from": ["-100 C", "-100 degC", "0 C", "-1 K"],
    "temperatures.step": ["50 C", "50 degC"],
    "run.barostat.pressure": ["-1 atm", "0 bar", "1 bar", "100 kPa", "0.1 MPa", "1e-4 GPa"],
    "run.retries": ["-0", "'-0'"],
    "sampling": [{}],
    "sampling.asymmetric-range": [["1480 cm-1"], ["1480 cm-1", "1500 cm-1", "1700 cm-1"], ["1480", "1700"],
                                  ["-1480 cm-1", "1700 cm-1"], "1480-1700 cm-1"],
    "sampling.symmetric-range": [["1250 cm-1"], []],
    "workers": ["auto", "'auto'", "AUTO", "automatic"],
    "protocol": ["independent", "'independent'", "until", "melt", "Independent", "none", "[ramp]", {}, {"type": "other"}],
    "protocol(until).error": ["0.01", "'0.01'", "1e-2", "'1e-2'", "+.01", "5", "0", "-0.01", "'-0.01'", "'0.0'", "1e400",
                              "0.01 A", "x", "' 0.01'", "'0.01 '"],
    "protocol(melt).threshold": ["0.1", ".1", "0.10", "'0.15'", "+0.1", "1e-1", "'2.5e-1'", "'.1E-0'", "0", "1", "1.0", "'1'",
                                 "-0.1", "'0.0'", "2", "10 %", "0.1 A", "x"],
    "protocol(melt).start": ["25 C", "-100 C"],
}


def cases_of_keys(schema):
    written = set()    # kinds of quantities of which all forms are there
    for path, part in schema.keys.items():
        base = base_of(path)
        value, last = get(base, path), parts_of(path)[-1]
        assert value is not None, f"no campaign here has the key {path}"

        def case(what, document):
            return Case(f"{path}: {what}", text_of(document), document, path)

        yield case("removed", changed_at(base, {path: None}))
        for name in sorted({last + "x", last.capitalize(), last.replace("-", "_")} - {last}):
            yield case(f"named {name}", renamed(base, path, name))
        yield case("quoted", renamed(base, path, quoted(last)))
        kinds = ["~", "", "''", "true", "3", "1.5", "-7", [], {}, [value], {"a": value}]
        values = kinds + VALUES.get(path, []) + part.get("enum", []) + [flow_of(v) for v in part.get("examples", [])]
        if "default" in part:
            values.append(flow_of(part["default"]))
        if "minimum" in part and "maximum" in part:
            values += bounds(part)
        if part.get("kind") in QUANTITIES:
            values += quantity_forms(value, part["kind"] not in written)
            written.add(part["kind"])
        for other in values:
            if path not in FILES or not isinstance(other, str) or other in ("~", "", "''"):
                yield case(flow(other), changed_at(base, {path: other}))


def flow_of(value):
    return [quoted(v) for v in value] if isinstance(value, list) else json.dumps(value)


def cases_of_items(schema):
    """Lists of quantities and of whole numbers."""
    for path, part in schema.leaves.items():
        if path.endswith("[]") and path not in FILES:
            base = base_of(path)
            quantity = part.get("kind") in QUANTITIES
            for value in quantity_forms(get(base, path), path == "temperatures[]") if quantity else bounds(part):
                yield changed_case(f"{path}: {value}", base, {path: value})


def changed_case(what, base, changes, **more):
    document = changed_at(base, changes)
    return Case(what, text_of(document), document, **more)


def cases_of_combinations(schema):
    for name, base in PROTOCOLS.items():
        with_temperatures = base | {"temperatures": ["100 K", "300 K"]}
        yield changed_case(f"{name} with temperatures", with_temperatures, {})
        yield changed_case(f"{name} without temperatures", with_temperatures, {"temperatures": None})
        yield changed_case(f"{name}, one temperature", with_temperatures, {"temperatures": ["200 K"]})
        yield changed_case(f"{name}, no settings", with_temperatures, {"protocol": {"type": name}})
        yield changed_case(f"{name}, no type", with_temperatures, {"protocol.type": None})
        yield changed_case(f"{name} as a word", with_temperatures, {"protocol": name})
        yield changed_case(f"{name} as a word, one temperature", with_temperatures,
                           {"protocol": name, "temperatures": ["200 K"]})
        for other, donor in PROTOCOLS.items():
            yield changed_case(f"{name} with the settings of {other}", base, {"protocol": donor["protocol"] | {"type": name}})
            for key, value in donor["protocol"].items():
                if key not in base["protocol"]:
                    yield changed_case(f"{name} with {key} of {other}", base, {f"protocol.{key}": value})
    for quantity in schema.keys["protocol(until).quantity"]["enum"]:
        for error in ("0.01", "'0.01'", "0", "0.01 A", "1 pm", "0.001 nm", "0.5 cm-1", "0 A", "-1 cm-1", "1 K", "1 K-1"):
            yield changed_case(f"{quantity} to {error}", UNTIL, {"protocol.quantity": quantity, "protocol.error": error})
    for style in schema.keys["run.thermostat.style"]["enum"]:
        for damping in ({}, {"damping": "1 ps"}):
            for barostat in ({}, {"barostat": FULL["run"]["barostat"]}):
                run = MINIMAL["run"] | {"thermostat": {"style": style} | damping} | barostat
                yield changed_case(f"{style}, {damping}, {barostat}", MINIMAL, {"run": run})
    for path in schema.mappings:
        yield changed_case(f"another key in {path}", base_of(path + "."), {key_in(path, "zzz"): "1"})
    for count in (1000, 1001):
        yield changed_case(f"{count} temperatures", MINIMAL, {"temperatures": [f"{n + 1} K" for n in range(count)]})
    many = [MINIMAL["materials"][0] | {"name": f"m{n}"} for n in range(1001)]
    yield changed_case("1001 materials", MINIMAL, {"materials": many})
    yield changed_case("potential and potentials", SEVERAL, {"materials[].potential": POTENTIAL})
    second = [{"name": "second", "structure": STRUCTURE, "potential": POTENTIAL}]
    yield changed_case("two materials", MINIMAL, {"materials": MINIMAL["materials"] + second})
    yield changed_case("a material twice", MINIMAL, {"materials": second + second})
    for base in (FULL, MINIMAL, STEPS, SEVERAL, TWO):
        yield Case("base", text_of(base), base)


def cases_of_files():
    """YAML around the values."""
    text, empty = text_of(MINIMAL), {"positioned": False}
    lines = text.splitlines(keepends=True)
    yield Case("comments", "# first\n" + text.replace("\n", "  # more\n"))
    yield Case("another order", "".join(reversed(lines)))
    yield Case("line ends of Windows", text.replace("\n", "\r\n"))
    yield Case("byte order mark", "\ufeff" + text)
    yield Case("marks of a document", "---\n" + text + "...\n")
    yield Case("all in braces", flow(MINIMAL) + "\n")
    yield Case("an alias", text + "replicas: &one 1\nworkers: *one\n")
    yield Case("an unknown alias", text + "workers: *one\n")
    yield Case("an open brace", text.replace("}}\n", "}\n"))
    yield Case("a tab", text + "sampling:\n\tresolution: 8 cm-1\n")
    yield Case("no colon", text + "workers\n")
    yield Case("no blank after the colon", text.replace("seed: 7", "seed:7"))
    yield Case("an empty key", text + "'': 1\n")
    yield Case("a list as key", text + "? [a, b]\n: 1\n")
    yield Case("a number as key", text + "7: 1\n")
    yield Case("a list that holds itself", text.replace("[25 C]", "&t [*t]"))
    yield Case("a command as tag", text.replace("name: formate", "name: !!python/object/apply:os.system [echo]"))
    yield Case("nothing", "", **empty)
    yield Case("a comment", "# nothing\n", **empty)
    yield Case("a word", "campaign\n", **empty)
    yield Case("a list", "- name: formate\n", **empty)
    for file in sorted((ROOT / "inputs/campaigns").glob("*.yaml")):
        yield Case(file.name, file.read_text().replace("../structures", str(ROOT / "inputs/structures")))


def repeated_keys(schema):
    """YAML of editors has its own check for these."""
    for path in schema.keys:
        base = base_of(path)
        *way, last = parts_of(path)
        above = ".".join(map(str, way)).replace(".0", "[]")
        yield changed_case(f"{path} twice", base, {key_in(above, last + " "): get(base, path)})


def only_the_reader(folder):
    """What a schema cannot know: why, the campaign and what is changed in it."""
    (folder / "two words.yaml").touch()
    table = [
        ("files", FULL, {"materials[].structure": "other.cif"}),
        ("files", FULL, {"materials[].structure": "7"}),
        ("files", FULL, {"materials[].structure": "true"}),
        ("files", FULL, {"materials[].potential": "other"}),
        ("files", FULL, {"materials[].potential": "other.yaml"}),
        ("files", SEVERAL, {"materials[].potentials": [POTENTIAL, "other"]}),
        ("files", FULL, {"compare": "other"}),
        ("files", FULL, {"compare": "other.yaml"}),
        ("a file's name becomes part of a name", SEVERAL, {"materials[].potentials": ["two words.yaml"]}),
        ("names of materials", MINIMAL,
         {"materials": MINIMAL["materials"] + [MINIMAL["materials"][0] | {"supercell": ["1", "1", "2"]}]}),
        ("multiples of the time step", FULL, {"run.equilibration": "2.0002 ps"}),
        ("multiples of the time step", FULL, {"run.production": "40.0002 ps"}),
        ("multiples of the time step", FULL, {"run.checkpoint": "0.7 fs"}),
        ("multiples of the time step", FULL, {"run.timestep": "0.3 fs"}),
        ("multiples of the time step", FULL, {"sampling.spectrum-interval": "0.7 fs"}),
        ("multiples of the time step", FULL, {"sampling.state-interval": "0.1 fs"}),
        ("multiples of the time step", UNTIL, {"protocol.budget": "100.0002 ps"}),
        ("number of steps", FULL, {"run.production": "1000000 ns"}),
        ("least production", FULL, {"run.production": "5 ps"}),
        ("spacing of samples", FULL, {"sampling.spectrum-interval": "8 fs"}),
        ("spacing of samples", MINIMAL, {"run.timestep": "8 fs"}),
        ("absolute zero", FULL, {"temperatures": ["-300 C"]}),
        ("absolute zero", STEPS, {"temperatures.from": "-273.15 C"}),
        ("absolute zero", MELT, {"protocol.start": "-300 degC"}),
        ("order of temperatures", STEPS, {"temperatures.to": "50 K"}),
        ("equal temperatures in other units", FULL, {"temperatures": ["300 K", "26.85 C"]}),
        ("equal temperatures", FULL, {"temperatures": ["300 K", "300.001 K"]}),
        ("number of temperatures", STEPS, {"temperatures.step": "0.1 K"}),
        ("number of temperatures", RAMP, {"temperatures": {"from": "100 K", "to": "200 K", "step": "500 K"}}),
        ("number of points", TWO, {"replicas": "501"}),
        ("number of points", RAMP, {"protocol.cycles": "126", "replicas": "2"}),
        ("order of wavenumbers", FULL, {"sampling.asymmetric-range": ["1700 cm-1", "1480 cm-1"]}),
        ("order of wavenumbers", FULL, {"sampling.symmetric-range": ["1480 cm-1", "1480 cm-1"]}),
        ("start of a ramp", RAMP, {"protocol.start": "50 K"}),
        ("start of a ramp", RAMP, {"protocol.start": "400 K"}),
        ("budget", UNTIL, {"protocol.budget": "20 ps"}),
        ("tolerance of a search", MELT, {"protocol.tolerance": "0.01 K"}),
        ("tolerance of a search", MELT, {"protocol.step": "1 K"}),
        ("end of a search", MELT, {"protocol.highest": "300 K"}),
        ("steps of a search", MELT, {"protocol.step": "5 K", "protocol.highest": "3000 K"}),
    ]
    for reason, base, changes in table:
        yield changed_case(f"{reason}: {changes}", base, changes, reason=reason)
    spelling = "an editor has a number, not how it was written"
    for base, changes in ((FULL, {"seed": "3.0"}), (FULL, {"seed": "0x10"}), (FULL, {"name": "+5"}), (FULL, {"name": ".5"}),
                          (UNTIL, {"protocol.error": ".inf"}), (MELT, {"protocol.threshold": ".nan"})):
        yield changed_case(f"spelling: {changes}", base, changes, reason=spelling, as_text=False)
    yield Case("spelling: <<", text_of(MINIMAL) + "<<: {workers: 2}\n", reason="an editor replaces <<", as_text=False)


def hostile_cases(schema, marker):
    added = [f"; touch {marker}", f"$(touch {marker})", f"`touch {marker}`", f"\nshell touch {marker}\n",
             f"\"; touch {marker}; \"", f"' | touch {marker} '"]
    alone = [f"$(touch {marker})", f"`touch {marker}`", "${HOME}", "../x"]
    for path in schema.leaves:
        base = base_of(path)
        value = get(base, path)
        good = json.loads(value) if value.startswith('"') else value
        for text in [good + command for command in added] + alone:
            yield changed_case(f"{path}: {text!r}", base, {path: quoted(text)}, reason="files" if path in FILES else None)


# ---- both verdicts ------------------------------------------------------------------------------------------------

class Comparison:
    def __init__(self, program, schema, folder):
        self.program, self.schema, self.folder = program, schema, folder
        self.failures = []
        self.count = 0

    def read_all(self, cases, *options):
        """Lets the reader judge campaigns."""
        first = self.count + 1
        self.count += len(cases)
        with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            list(pool.map(lambda job: self.read(*job, options), enumerate(cases, first)))

    def read(self, number, case, options):
        file = self.folder / f"{number}.yaml"
        file.write_bytes(case.text.encode())
        done = subprocess.run([self.program, "plan", "--without-times", *options, file.name], cwd=self.folder,
                              capture_output=True, text=True, errors="replace", timeout=300)
        file.unlink()
        case.code, case.message, case.output = done.returncode, done.stderr, done.stdout
        named = re.match(rf"softmode: {file.name}(:[1-9]\d*:[1-9]\d*)?: \S", case.message)
        if case.code not in (0, 10, 12):
            self.complain(case, f"the reader ended with {case.code}")
        elif case.code and not (named and (named[1] or not case.positioned)):
            self.complain(case, "the message does not begin with file, line and column")

    def complain(self, case, what):
        self.failures.append(f"{case.what}: {what}\n{case.text.rstrip()}\n-> {case.code} {case.message.strip()[:400]}\n")

    def compare(self, case):
        reader = case.code == 0
        for loader in (EditorLoader, TextLoader):
            if case.reason and loader is TextLoader and not case.as_text:
                continue
            schema = self.schema.accepts(case.text, loader)
            if case.reason and reader:
                self.complain(case, f"the reader accepts this ({case.reason})")
            if schema != (True if case.reason else reader):
                self.complain(case, f"the schema {'accepts' if schema else 'refuses'} this as {loader.__name__} has it, "
                                    f"the reader {'accepts' if reader else 'refuses'} it")

    def check(self, good, what):
        if not good:
            self.failures.append(what + "\n")


def check_lists(comparison):
    """What the reader says that it takes: keys, words and units."""
    schema = comparison.schema
    asked = []

    def ask(path, base, changes, pattern, expected):
        asked.append((path, changed_case(f"{path}: what is allowed", base, changes), pattern, expected))

    for path, part in schema.mappings.items():
        ask(path, base_of(path + "."), {key_in(path, "zzz"): "1"}, r"allowed: (.*)$", set(part["properties"]))
    for path, part in schema.keys.items():
        if "enum" in part:
            ask(path, base_of(path), {path: "zzz"}, r"allowed: (.*)$", set(part["enum"]))
    ask("protocol.type", INDEPENDENT, {"protocol.type": "zzz"}, r"allowed: (.*)$", set(PROTOCOLS))
    quantities = {path: part for path, part in schema.leaves.items() if part.get("kind") in QUANTITIES}
    for path in quantities:
        ask(path, base_of(path), {path: "5"}, r"a number with a unit \((.*?)\)", None)
    comparison.read_all([case for _, case, _, _ in asked])
    units = {}
    for path, case, pattern, expected in asked:
        found = re.search(pattern, case.message, re.MULTILINE)
        allowed = set(found[1].split(", ")) if found else set()
        if expected is None:
            units[path] = allowed
        elif allowed != expected:
            comparison.complain(case, f"the reader allows {sorted(allowed)}, the schema {sorted(expected)}")
    every_unit = set().union(*units.values())
    for path, allowed in units.items():
        base = base_of(path)
        number = get(base, path).split()[0]
        taken = {unit for unit in every_unit
                 if schema.accepts(text_of(changed_at(base, {path: f"{number} {unit}"})), EditorLoader)}
        comparison.check(taken == allowed, f"{path}: the schema takes the units {sorted(taken)}, the reader {sorted(allowed)}")
    return len(asked)


def check_defaults(comparison):
    """A default that is written down changes no plan."""
    bases = {"protocol(ramp)": RAMP, "protocol(melt)": MELT}
    pairs = []
    for path, part in comparison.schema.keys.items():
        if "default" not in part:
            continue
        base = bases.get(path.split(".")[0], MINIMAL | {"sampling": {}})
        if path.startswith("run.barostat."):
            base = changed_at(base, {"run.barostat": {"pressure": "1 atm", "damping": "1 ps"}})
        if get(base, path) is not None:
            base = changed_at(base, {path: None})
        pairs.append((changed_case(f"{path}: no default", base, {}),
                      changed_case(f"{path}: its default", base, {path: flow_of(part["default"])})))
    comparison.read_all([case for pair in pairs for case in pair], "--json")
    for without, default in pairs:
        if without.code or without.output != default.output:
            comparison.complain(default, "the default of the schema makes another plan")
    return 2 * len(pairs)


def check_coverage(comparison, cases):
    """Every key was accepted in some campaign, and refused when it was changed."""
    for path, part in comparison.schema.keys.items():
        comparison.check(any(c.code == 0 and c.document and get(c.document, path) is not None for c in cases),
                         f"{path} was never accepted")
        comparison.check(any(c.code and c.target == path for c in cases), f"{path} was never refused")
        comparison.check("description" in part, f"{path} has no description")
    for path, folder in (("materials[].potential", "potentials"), ("compare", "inputs/reference")):
        for name in comparison.schema.keys[path]["examples"]:
            comparison.check((ROOT / folder / f"{name}.yaml").exists(), f"{path}: there is no {name} in {folder}")


def main():
    program, schema_file, work = sys.argv[1:]
    pathlib.Path(work).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as name:
        folder, marker = pathlib.Path(name).resolve() / "files", pathlib.Path(name).resolve() / "marker"
        folder.mkdir()
        schema = Schema(schema_file)
        comparison = Comparison(os.path.abspath(program), schema, folder)
        cases = [*cases_of_keys(schema), *cases_of_items(schema), *cases_of_combinations(schema), *cases_of_files(),
                 *only_the_reader(folder)]
        repeated = list(repeated_keys(schema))
        hostile = list(hostile_cases(schema, marker))
        comparison.read_all(cases + repeated + hostile)
        for case in cases + hostile:
            comparison.compare(case)
        for case in repeated + hostile:
            if case.code == 0:
                comparison.complain(case, "the reader accepts this")
        more = check_lists(comparison) + check_defaults(comparison)
        check_coverage(comparison, cases)
        comparison.check(not marker.exists(), f"a command was run: {marker} exists")
        left = [file.name for file in folder.iterdir() if file.name != "two words.yaml"]
        comparison.check(not left, f"files were left: {left}")
        if comparison.failures:
            print("\n".join(comparison.failures[:50]))
            sys.exit(f"{len(comparison.failures)} disagreements, {min(50, len(comparison.failures))} of them above")
        print(f"{len(cases) + len(repeated) + len(hostile) + more} cases agree, {len(hostile)} of them hostile")


if __name__ == "__main__":
    main()
