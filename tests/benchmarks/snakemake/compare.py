#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The same ramp by softmode and by Debian's snakemake, undisturbed and under the same kills.

compare.py SOFTMODE SOURCE [MEAN_SECONDS_BETWEEN_KILLS]

Both run one point at a time on one core. Whoever is killed (SIGKILL to it and all it has started) is started again at
once, snakemake with what its messages ask for (--unlock, --rerun-incomplete). Prints wall times, kills, commands needed
and whether the spectra are the same.
"""
import hashlib, json, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

softmode, source = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
mean_s = float(sys.argv[3]) if len(sys.argv) > 3 else 12.0
work = pathlib.Path(tempfile.mkdtemp(prefix="softmode-snakemake-"))
os.environ["XDG_CACHE_HOME"] = str(work / "cache")
data = source / "tests/data"
(work / "ramp.yaml").write_text(f"""name: ramp
materials:
  - {{name: copper-formate, structure: {data}/copper-formate.cif, potential: {data}/copper-formate.yaml}}
temperatures: [100 K, 200 K, 300 K]
protocol: {{type: ramp, cycles: 1}}
run:
  timestep: 0.5 fs
  equilibration: 2 ps
  production: 400 ps
  thermostat: {{style: langevin, damping: 0.5 ps}}
sampling: {{resolution: 16 cm-1, asymmetric-range: [1450 cm-1, 1750 cm-1], symmetric-range: [1200 cm-1, 1450 cm-1]}}
seed: 7
""")


def descendants(pid):
    out = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True).stdout
    parent = dict(map(int, line.split()) for line in out.splitlines())
    found, new = [pid], [pid]
    while new:
        new = [p for p, pp in parent.items() if pp in new]
        found += new
    return found


def until_done(commands, folder, seed):
    """Start, kill, start again; seconds, kills."""
    rng, begin, kills, log = random.Random(seed), time.time(), 0, open(work / "log", "a")
    while True:
        for command in commands(kills):
            p = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
            try:
                code = p.wait(timeout=rng.expovariate(1 / mean_s) if seed else None)
                if code == 0:
                    continue
                sys.exit(f"{command}: exit code {code}, see {work}/log")
            except subprocess.TimeoutExpired:
                for pid in descendants(p.pid):
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
                p.wait()
                kills += 1
                break
        else:
            return time.time() - begin, kills


def spectra(folder):
    return {p.parent.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("**/spectra-blocks.csv"))}


def with_softmode(name, seed):
    return until_done(lambda kills: [[softmode, "run", "ramp.yaml", "-o", name, "-j", "1"]], work, seed)


points = [p["id"].split("/")[1] for p in json.loads(subprocess.run(
    [softmode, "plan", "ramp.yaml", "--without-times", "--json"], cwd=work, capture_output=True, text=True).stdout)["points"]]
results = {"softmode, undisturbed": with_softmode("undisturbed", 0)}
first = json.loads((work / "undisturbed/points/copper-formate" / points[0] / "point.json").read_text())
lmp = first["command"].split(" -in ")[0]
results["softmode, killed"] = with_softmode("killed", 1)


def with_snakemake(name, seed):
    folder = work / name
    for p in points:
        (folder / "prepared" / p).mkdir(parents=True)
        for file in (work / "undisturbed/points/copper-formate" / p).glob("*.lmp"):
            shutil.copy(file, folder / "prepared" / p)
    run = ["snakemake", "--snakefile", str(pathlib.Path(__file__).parent / "Snakefile"), "--cores", "1", "--config",
           f"lmp={lmp}", "points=" + ",".join(points)]

    def commands(kills):
        return [run] if kills == 0 else [run + ["--unlock"], run + ["--rerun-incomplete"]]

    return until_done(commands, folder, seed)


results["snakemake, undisturbed"] = with_snakemake("snake", 0)
results["snakemake, killed"] = with_snakemake("snake-killed", 1)
reference = spectra(work / "undisturbed/points")
same = {"softmode, killed": spectra(work / "killed/points"), "snakemake, undisturbed": spectra(work / "snake"),
        "snakemake, killed": spectra(work / "snake-killed")}
print(f"{len(points)} points of a ramp, one at a time; a kill every {mean_s:g} s on average")
for name, (seconds, kills) in results.items():
    verdict = "" if name not in same else "same spectra" if same[name] == reference else "OTHER SPECTRA"
    print(f"{name:<26} {seconds:7.1f} s  {kills:3} kills  {verdict}")
shutil.rmtree(work)
