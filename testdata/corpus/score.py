#!/usr/bin/env python3
"""Score the linter on labelled real code: recall, precision and what nobody has judged yet.

usage: score.py --tool BIN --src DIR [--half build|held|seen] [--door standalone|vet] [--flags '-notes'] [--only NAME,NAME]
                [--class CLASS,CLASS] [--cache DIR] [--show missed|wrong|unjudged|all]

DIR holds one clone a repository, named as in repos.tsv and checked out at its commit.
The linter runs in each module as `BIN -format json FLAGS ./...` (door standalone, the default) or as
`go vet -vettool=BIN -json FLAGS ./...` (door vet); what it says is kept in the cache (keyed by the binary's
digest, door and flags), so a second look at the same build costs nothing.

A diagnostic answers a label when it has the label's category and it, or one of its related
positions, stands in the label's file at most one line away. A positive label that nothing answers
so closely is also answered by a diagnostic in the same function that answers no other label (the mistake
is in two places: make and Notify, New and Run, go and Shutdown). A positive label without an answer is
missed; a negative one with an answer is a false alarm. Uncertain labels count for nothing.
A diagnostic that answers no label is unjudged; where coverage.tsv calls the repository's labels for that category
exhaustive it is `extra`, most likely a false alarm: read it, and decide.
"""
import argparse, collections, csv, gzip, hashlib, json, os, re, subprocess, sys, time

SLACK = 1  # lines
# one mistake with two names: the second category also answers a positive label of the first, at the same place
ALSO = {"errserverclosed-as-error": {"fatal-in-goroutine"}, "fatal-in-goroutine": {"errserverclosed-as-error"}}

def rows(path):
    if not os.path.exists(path):
        path += ".gz"
    with (gzip.open(path, "rt", newline="") if path.endswith(".gz") else open(path, newline="")) as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))

def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()[:16]

def position(posn):
    """file.go:12:3 -> (file.go, 12)"""
    m = re.match(r"(.*?):(\d+)(?::\d+)?$", posn)
    return (m.group(1), int(m.group(2))) if m else (posn, 0)

def decode(text):
    """The go command prints one JSON object a package, between '# package' lines."""
    text = "\n".join(l for l in text.splitlines() if not l.startswith("#"))
    d, i = json.JSONDecoder(), 0
    while True:
        i = text.find("{", i)
        if i < 0:
            return
        try:
            obj, i = d.raw_decode(text, i)
        except ValueError:
            i += 1
            continue
        yield obj

def clean(file, cwd, root):
    return os.path.relpath(file if os.path.isabs(file) else os.path.join(cwd, file), root)

def findings_standalone(out, cwd, root):
    for obj in decode(out):
        for x in obj.get("findings") or []:
            file = clean(x["file"], cwd, root)
            yield dict(file=file, line=x["line"], category=x["category"], check=x.get("check", ""), level=x.get("level", ""),
                       message=x.get("message", ""), fixes=len(x.get("fixes") or []),
                       places=[(file, x["line"])] + [(clean(r["file"], cwd, root), r["line"]) for r in x.get("related") or []])
        for e in obj.get("errors") or []:
            yield "%s: %s" % (e.get("package") or e.get("file"), e.get("message"))

def findings_vet(out, cwd, root):
    for obj in decode(out):
        for pkg, by in obj.items():
            for name, ds in by.items() if isinstance(by, dict) else ():
                if isinstance(ds, dict):
                    yield "%s %s: %s" % (pkg, name, ds.get("error"))
                    continue
                for x in ds:
                    file, line = position(x["posn"])
                    file = clean(file, cwd, root)
                    related = [position(r["posn"]) for r in x.get("related") or []]
                    yield dict(file=file, line=line, category=x.get("category") or name, check=name, level="", message=x.get("message", ""),
                               fixes=len(x.get("suggested_fixes") or []),
                               places=[(file, line)] + [(clean(f, cwd, root), l) for f, l in related])

def run(tool, root, module, cache, timeout, door="standalone", flags=""):
    cwd = os.path.normpath(os.path.join(root, module))
    key = hashlib.sha256(" ".join([digest(tool), os.path.abspath(cwd), door, flags]).encode()).hexdigest()[:24]
    key = os.path.join(cache, key + ".json")
    if os.path.exists(key):
        with open(key) as f:
            return json.load(f)
    env = dict(os.environ, GOFLAGS="-mod=mod -buildvcs=false", GOWORK="off")
    binary = os.path.abspath(tool)
    command = [binary, "-format", "json"] if door == "standalone" else ["go", "vet", "-vettool=" + binary, "-json"]
    start, note = time.time(), ""
    try:
        p = subprocess.run(command + flags.split() + ["./..."], cwd=cwd, env=env,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=timeout)
        out, err = p.stdout, p.stderr
    except subprocess.TimeoutExpired as e:
        out, err, note = (e.stdout or b"").decode(), (e.stderr or b"").decode(), "timed out"
    found, errors = {}, []
    for x in (findings_standalone if door == "standalone" else findings_vet)(out, cwd, root):
        if isinstance(x, str):
            errors.append(x)
        elif not x["file"].endswith("_test.go"):
            found[(x["file"], x["line"], x["category"])] = x
    bad = [l for l in err.splitlines() if l and not l.startswith("#") and "go: downloading" not in l]
    res = dict(diags=list(found.values()), errors=errors, stderr=bad[:15], seconds=time.time() - start, note=note)
    if not note:
        os.makedirs(cache, exist_ok=True)
        with open(key, "w") as f:
            json.dump(res, f)
    return res

_extents = {}
def function(root, file, line):
    """The extent (first, last line) of the top-level declaration around line, as gofmt lays it out."""
    key = os.path.join(root, file)
    if key not in _extents:
        spans, first = [], 0
        try:
            with open(key, errors="replace") as f:
                for n, text in enumerate(f, 1):
                    if text.startswith(("func ", "var ", "type ")):
                        first = n
                    if first and (text.startswith(("}", ")")) or text.startswith("func ") and text.rstrip().endswith("}")):
                        spans.append((first, n))
                        first = 0
        except OSError:
            pass
        _extents[key] = spans
    for a, b in _extents[key]:
        if a <= line <= b:
            return (file, a, b)
    return None

def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--tool", required=True)
    ap.add_argument("--src", required=True)
    ap.add_argument("--half", default="build", choices=["build", "held", "seen"])
    ap.add_argument("--door", default="standalone", choices=["standalone", "vet"])
    ap.add_argument("--flags", default="-notes", help="further flags of the linter")
    ap.add_argument("--only", default="")
    ap.add_argument("--class", dest="classes", default="")
    ap.add_argument("--cache", default=os.path.expanduser("~/.cache/shutdown-corpus"))
    ap.add_argument("--timeout", type=int, default=1500, help="seconds for one module")
    ap.add_argument("--show", default="", choices=["", "missed", "wrong", "unjudged", "all"])
    a = ap.parse_args()
    here = os.path.join(here, a.half)
    only, classes = set(filter(None, a.only.split(","))), set(filter(None, a.classes.split(",")))
    labels = collections.defaultdict(list)
    for l in rows(os.path.join(here, "labels.tsv")):
        labels[l["repo"]].append(dict(l, line=int(l["line"])))
    exhaustive = {(c["repo"], c["class"]) for c in rows(os.path.join(here, "coverage.tsv")) if c["coverage"].startswith("exhaustive")}
    tally = collections.defaultdict(collections.Counter)
    missed, wrong, unjudged, skipped = [], [], [], []
    for r in rows(os.path.join(here, "repos.tsv")):
        name = r["name"]
        if only and name not in only:
            continue
        root = os.path.abspath(os.path.join(a.src, name))
        if not os.path.isdir(root):
            skipped.append(name + " (no clone)")
            continue
        if (r.get("module_dirs") or ".").startswith("-"):
            skipped.append(name + " (no go.mod)")
            continue
        diags = []
        for module in (r.get("module_dirs") or ".").split():
            res = run(a.tool, root, module, a.cache, a.timeout, a.door, a.flags)
            diags += res["diags"]
            if res["note"] or res["errors"]:
                print("%s/%s: %s %s" % (name, module, res["note"], "; ".join(res["errors"][:3])), file=sys.stderr)
            if not res["diags"] and res["stderr"]:
                print("%s/%s said: %s" % (name, module, " | ".join(res["stderr"][:3])[:300]), file=sys.stderr)
        wanted = [l for l in labels[name] if not classes or l["class"] in classes]
        answers = {id(l): [i for i, d in enumerate(diags)
                           if (d["category"] == l["class"] or l["verdict"] == "positive" and d["category"] in ALSO.get(l["class"], ()))
                           and any(f == l["file"] and abs(n - l["line"]) <= SLACK for f, n in d["places"])] for l in wanted}
        used = {i for hits in answers.values() for i in hits}
        for l in wanted:
            if l["verdict"] == "positive" and not answers[id(l)]:
                home = function(root, l["file"], l["line"])
                near = [i for i, d in enumerate(diags) if home and i not in used and d["category"] == l["class"]
                        and any(function(root, f, n) == home for f, n in d["places"])]
                answers[id(l)] = near[:1]
                used.update(near[:1])
        for l in wanted:
            c, hits = l["class"], answers[id(l)]
            if l["verdict"] == "positive":
                tally[c]["hit" if hits else "missed"] += 1
                if not hits:
                    missed.append((name, l))
            elif l["verdict"] == "negative":
                tally[c]["wrong" if hits else "quiet"] += 1
                if hits:
                    wrong.append((name, l, diags[hits[0]]))
        for i, d in enumerate(diags):
            if i not in used and not (classes and d["category"] not in classes):
                kind = "extra" if (name, d["category"]) in exhaustive else "unjudged"
                tally[d["category"]][kind] += 1
                unjudged.append((name, d, kind))
    total = collections.Counter()
    print("%-26s %5s %6s %7s %6s %6s %9s %6s %9s" % ("class", "hit", "missed", "recall", "wrong", "quiet", "precision", "extra", "unjudged"))
    def line(c, t):
        pos, said = t["hit"] + t["missed"], t["hit"] + t["wrong"]
        pc = lambda n, d: "%.1f%%" % (100.0 * n / d) if d else "-"
        print("%-26s %5d %6d %7s %6d %6d %9s %6d %9d" % (c, t["hit"], t["missed"], pc(t["hit"], pos), t["wrong"], t["quiet"], pc(t["hit"], said), t["extra"], t["unjudged"]))
    for c in sorted(tally):
        line(c, tally[c])
        total.update(tally[c])
    line("ALL", total)
    if skipped:
        print("left out: " + ", ".join(skipped), file=sys.stderr)
    if a.show in ("missed", "all"):
        for n, l in missed:
            print("MISSED   %s/%s:%d %s: %s" % (n, l["file"], l["line"], l["class"], l["reason"]))
    if a.show in ("wrong", "all"):
        for n, l, d in wrong:
            print("WRONG    %s/%s:%d %s: %s [why not: %s]" % (n, l["file"], l["line"], l["class"], d["message"], l["reason"]))
    if a.show in ("unjudged", "all"):
        for n, d, kind in unjudged:
            print("%-8s %s/%s:%d %s: %s" % (kind.upper(), n, d["file"], d["line"], d["category"], d["message"]))

if __name__ == "__main__":
    main()
