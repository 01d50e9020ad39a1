package deploy

import (
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// shop is a program that listens to SIGINT and SIGTERM and may take 25 seconds to stop, or two with -grace=2s.
var shop = Program{
	Path: "example.com/shop", ModulePath: "example.com/shop", Complete: true,
	Needs: []*driver.Needs{{
		Signals: []driver.Signal{{Number: 2, At: at(10)}, {Number: 15, At: at(10)}},
		WaysOut: []driver.WayOut{{Lasts: 25 * time.Second, Steps: []driver.Step{{What: "requests in flight", Lasts: 25 * time.Second, At: at(20), Flag: "grace"}}}},
	}},
}

func at(line int) token.Position { return token.Position{Filename: "/main.go", Line: line, Column: 1} }

// findings runs the check on the files of an archive.
func findings(t *testing.T, archive string, programs ...Program) *Result {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, name, string(f.Data))
	}
	for i := range programs {
		programs[i].Dir = dir
	}
	r := Run(Config{Roots: []Root{{dir, true}}, Programs: programs})
	for _, e := range r.Errors {
		t.Errorf("%s: %s", e.File, e.Message)
	}
	for i, f := range r.Findings {
		rel, err := filepath.Rel(dir, f.File)
		if err != nil {
			t.Fatal(err)
		}
		r.Findings[i].File = filepath.ToSlash(rel)
	}
	return r
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o700); err != nil {
		t.Fatal(err)
	}
}

// summarize returns the places and categories of findings.
func summarize(list []finding.Finding) []string {
	var lines []string
	for _, f := range list {
		line := fmt.Sprintf("%s:%d %s", f.File, f.Line, f.Category)
		if f.Level == finding.LevelNote {
			line += " note"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestFirstProcesses(t *testing.T) {
	tests := []struct {
		name, dockerfile string
		want             string // "error", "note" or "" for the last line
	}{
		{"shell form", "FROM debian\nCMD ./app", "error"},
		{"shell form of ENTRYPOINT", "FROM ubuntu:24.04\nENTRYPOINT ./app", "error"},
		{"exec form", "FROM debian\nCMD [\"./app\"]", ""},
		{"exec form of a shell", "FROM debian\nCMD [\"sh\", \"-c\", \"./app\"]", "error"},
		{"with options", "FROM debian\nCMD [\"bash\", \"-eo\", \"pipefail\", \"-c\", \"./app | cat\"]", "error"},
		{"bash", "FROM debian\nCMD [\"bash\", \"-lc\", \"./app\"]", "note"},
		{"zsh", "FROM debian\nCMD [\"zsh\", \"-c\", \"./app\"]", ""},
		{"shell that is asked for", "FROM debian\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nCMD ./app", "note"},
		{"shell without an argument", "FROM debian\nCMD [\"bash\"]", ""},
		{"alpine", "FROM golang:1.25-alpine\nCMD ./app", "note"},
		{"busybox of a registry", "FROM registry.example.com:5000/base/alpine:3\nCMD ./app", "note"},
		{"pipeline in alpine", "FROM alpine\nCMD ./app | tee log", "error"},
		{"alternative in alpine", "FROM alpine\nCMD ./app || exit 1", "error"},
		{"fedora", "FROM fedora:42\nCMD ./app", "note"},
		{"red hat", "FROM registry.access.redhat.com/ubi9/ubi-minimal\nCMD ./app", "note"},
		{"unknown", "FROM example.com/base\nCMD ./app", "note"},
		{"variable", "ARG BASE\nFROM $BASE\nCMD ./app", "note"},
		{"variable with a default", "ARG BASE=debian\nFROM $BASE\nCMD ./app", "error"},
		{"scratch", "FROM scratch\nCMD ./app", ""},
		{"distroless", "FROM gcr.io/distroless/static:nonroot\nCMD ./app", ""},
		{"windows", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD app.exe", ""},
		{"powershell", "FROM debian\nSHELL [\"pwsh\", \"-Command\"]\nCMD ./app", ""},
		{"exec", "FROM debian\nCMD exec ./app", ""},
		{"exec at the end", "FROM debian\nCMD migrate && exec ./app", ""},
		{"trap", "FROM debian\nCMD trap 'kill 0' TERM; ./app & wait", ""},
		{"two commands", "FROM debian\nCMD migrate && ./app", "error"},
		{"background", "FROM debian\nCMD ./app &", ""},
		{"compound", "FROM debian\nCMD if true; then ./app; fi", ""},
		{"tini", "FROM debian\nENTRYPOINT [\"/usr/bin/tini\", \"-g\", \"--\"]\nCMD ./app", ""},
		{"dumb-init in the shell form", "FROM debian\nCMD dumb-init ./app", ""},
		{"gosu", "FROM debian\nCMD [\"gosu\", \"app\", \"sh\", \"-c\", \"./app\"]", "error"},
		{"env", "FROM debian\nCMD [\"env\", \"X=1\", \"./app\"]", ""},
		{"sleep", "FROM debian\nCMD sleep infinity", ""},
		{"make", "FROM debian\nCMD make build", ""},
		{"go run", "FROM golang\nCMD [\"go\", \"run\", \".\"]", "error"},
		{"go run in alpine's shell", "FROM golang:alpine\nCMD go run .", "error"},
		{"air", "FROM golang\nCMD [\"air\", \"-c\", \".air.toml\"]", "note"},
		{"the language of a command", "FROM debian\nCMD python3.12 app.py", ""},
		{"the language of a list", "FROM example.com/base\nCMD envsubst < a > b && java -jar app.jar", ""},
		{"a store as a base", "FROM bitnami/postgresql\nCMD ./app", ""},
		{"another language", "FROM node:22\nCMD npm start", ""},
		{"another language with go", "FROM golang AS build\nRUN go build\nFROM node:22\nCOPY --from=build /app /app\nCMD /app", "error"},
		{"inherited", "FROM debian AS base\nCMD ./app\nFROM base\nRUN true", "error"},
		{"overridden", "FROM debian AS base\nCMD ./app\nFROM base\nCMD [\"./app\"]", ""},
		{"reset by ENTRYPOINT", "FROM debian AS base\nCMD ./app\nFROM base\nENTRYPOINT [\"./app\"]", ""},
		{"replaced", "FROM debian\nCMD ./a\nCMD [\"./app\"]", ""},
		{"arguments of ENTRYPOINT", "FROM debian\nENTRYPOINT [\"./app\"]\nCMD serve", ""},
		{"development", "FROM debian AS dev\nCMD ./app", "note"},
		{"builder", "FROM debian AS build\nCMD ./app\nFROM scratch\nCOPY --from=build /app /app\nENTRYPOINT [\"/app\"]", ""},
		{"healthcheck", "FROM debian\nHEALTHCHECK CMD curl localhost\nCMD [\"./app\"]", ""},
		{"ONBUILD", "FROM debian\nONBUILD CMD ./app", ""},
		{"script without a file", "FROM debian\nENTRYPOINT [\"/entry.sh\"]", ""},
		{"open quote", "FROM debian\nCMD ./app \"", ""},
		{"nothing", "FROM debian", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := summarize(findings(t, "-- Dockerfile --\n"+test.dockerfile+"\n").Findings)
			var level string
			if len(got) == 1 {
				level = "error"
				if strings.HasSuffix(got[0], " note") {
					level = "note"
				}
			}
			if len(got) > 1 || level != test.want {
				t.Errorf("%q, want one %q", got, test.want)
			}
		})
	}
}

func TestScripts(t *testing.T) {
	const alpine = "-- Dockerfile --\nFROM alpine\nCOPY docker/entry.sh /usr/bin/\nENTRYPOINT [\"entry.sh\"]\n"
	const absolute = "-- Dockerfile --\nFROM alpine\nWORKDIR /srv\nCOPY docker .\nENTRYPOINT [\"/srv/entry.sh\"]\n"
	tests := []struct {
		name, dockerfile, script string
		want                     []string
	}{
		{"plain", absolute, "#!/bin/sh\n./app\n", []string{"docker/entry.sh:2 pid1-shell-form"}},
		{"arguments", absolute, "#!/usr/bin/env bash\nset -e\n\"$@\"\n", []string{"docker/entry.sh:3 pid1-shell-form"}},
		{"pipeline", absolute, "#!/bin/sh\n./app | tee log\n", []string{"docker/entry.sh:2 pid1-shell-form"}},
		{"windows", absolute, "#!/bin/sh\r\n./app\r\n", []string{"docker/entry.sh:2 pid1-shell-form"}},
		{"exec", absolute, "#!/bin/sh\nexec ./app\n", nil},
		{"exec somewhere", absolute, "#!/bin/sh\nif true; then exec ./app; fi\n./other\n", nil},
		{"trap", absolute, "#!/bin/sh\ntrap 'kill $!' TERM\n./app &\nwait\n", nil},
		{"compound at the end", absolute, "#!/bin/sh\nwhile true; do ./app; done\n", nil},
		{"function", absolute, "#!/bin/sh\nserve() {\n ./app\n}\nserve\n", nil},
		{"harmless", absolute, "#!/bin/sh\n./app\necho done\n", nil},
		{"python", absolute, "#!/usr/bin/python3\nmain()\n", nil},
		{"ignored", absolute, "#!/bin/sh\n./app # shutdownlint:ignore pid1-shell-form it is quick\n", nil},
		{"by PATH", alpine, "#!/bin/sh\n./app\n", nil}, // where PATH leads is not known
		{"by sh", "-- Dockerfile --\nFROM alpine\nCOPY docker/entry.sh /e.sh\nCMD [\"sh\", \"/e.sh\"]\n", "./app\n", []string{"docker/entry.sh:1 pid1-shell-form"}},
		{"unknown base", "-- Dockerfile --\nFROM example.com/base\nCOPY docker/entry.sh /e.sh\nCMD [\"/e.sh\"]\n", "#!/bin/sh\n./app\n", []string{"docker/entry.sh:2 pid1-shell-form note"}},
		{"two images", absolute + "-- b.Dockerfile --\nFROM alpine\nCOPY docker/entry.sh /\nENTRYPOINT [\"/entry.sh\"]\n", "#!/bin/sh\n./app\n", []string{"docker/entry.sh:2 pid1-shell-form"}},
		{"escape", "-- Dockerfile --\nFROM alpine\nCOPY docker/entry.sh /../../../e.sh\nCMD [\"/e.sh\"]\n", "./app\n", []string{"docker/entry.sh:1 pid1-shell-form"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := summarize(findings(t, test.dockerfile+"-- docker/entry.sh --\n"+test.script).Findings)
			if !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestCompose(t *testing.T) {
	const dockerfile = "-- Dockerfile --\nFROM golang AS build\nRUN go build -o /shop .\nFROM scratch\nCOPY --from=build /shop /bin/app\nENTRYPOINT [\"/bin/app\"]\n"
	tests := []struct {
		name, compose string
		want          []string
	}{
		{"default", "services:\n  a:\n    build: .\n", []string{"compose.yaml:2 grace-budget"}},
		{"short form of build", "services: {a: {build: ./}}\n", []string{"compose.yaml:1 grace-budget"}},
		{"enough", "services:\n  a:\n    build: .\n    stop_grace_period: 25s\n", nil},
		{"minutes", "services:\n  a:\n    build: .\n    stop_grace_period: 1m\n", nil},
		{"too short", "services:\n  a:\n    build: .\n    stop_grace_period: \"20s\"\n", []string{"compose.yaml:4 grace-budget"}},
		{"variable", "services:\n  a:\n    build: .\n    stop_grace_period: ${GRACE}\n", nil},
		{"merged", "x-a: &a\n  stop_grace_period: 1m\nservices:\n  a:\n    <<: *a\n    build: .\n", nil},
		{"merged from a list", "x-a: &a {stop_grace_period: 1m}\nx-b: &b {init: true}\nservices:\n  a:\n    <<: [*b, *a]\n    build: .\n", nil},
		{"merged and overridden", "x-a: &a\n  stop_grace_period: 1m\nservices:\n  a:\n    <<: *a\n    build: .\n    stop_grace_period: 1s\n", []string{"compose.yaml:7 grace-budget"}},
		{"alias", "x-a: &a\n  build: .\nservices:\n  a: *a\n", []string{"compose.yaml:4 grace-budget"}},
		{"extends", "services:\n  a:\n    extends: {file: b.yaml, service: a}\n    build: .\n", nil},
		{"override beside", "services:\n  a:\n    build: .\n-- compose.override.yaml --\nservices:\n  a:\n    stop_grace_period: 1m\n", nil},
		{"flag", "services:\n  a:\n    build: .\n    command: -grace 2s\n", nil},
		{"no image of ours", "services:\n  a:\n    image: postgres\n", nil},
		{"image of ours", "services:\n  a:\n    image: example.com/acme/shop:v1\n", []string{"compose.yaml:2 grace-budget"}},
		{"another program", "services:\n  a:\n    build: .\n    entrypoint: [\"/bin/other\"]\n", nil},
		{"another Dockerfile", "services:\n  a:\n    build: {context: ., dockerfile: other}\n", nil},
		{"signal", "services:\n  a:\n    build: .\n    stop_grace_period: 1m\n    stop_signal: QUIT\n", []string{"compose.yaml:5 stop-signal"}},
		{"signal by number", "services:\n  a:\n    build: .\n    stop_grace_period: 1m\n    stop_signal: 3\n", []string{"compose.yaml:5 stop-signal"}},
		{"signal that is heard", "services:\n  a:\n    build: .\n    stop_grace_period: 1m\n    stop_signal: SIGINT\n", nil},
		{"unknown signal", "services:\n  a:\n    build: .\n    stop_grace_period: 1m\n    stop_signal: ${SIGNAL}\n", nil},
		{"go run", "services:\n  a:\n    image: golang\n    command: go run .\n", []string{"compose.yaml:4 pid1-shell-form note"}},
		{"shell", "services:\n  a:\n    image: golang:1.25\n    command: sh -c \"./app | cat\"\n", []string{"compose.yaml:4 pid1-shell-form"}},
		{"shell behind an init", "services:\n  a:\n    image: golang:1.25\n    init: true\n    command: sh -c \"./app | cat\"\n", nil},
		{"ignored", "services:\n  a:\n    build: .\n    stop_grace_period: 1s # shutdownlint:ignore grace-budget for work at a desk\n", nil},
		{"windows", "services:\r\n  a:\r\n    build: .\r\n    stop_grace_period: 1s\r\n", []string{"compose.yaml:4 grace-budget"}},
		{"broken", "services:\n  a: [\n", nil},
		{"something else", "services: 5\n", nil},
		{"template", "services:\n  {{- range .Names }}\n  a: {}\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := summarize(findings(t, dockerfile+"-- compose.yaml --\n"+test.compose, shop).Findings)
			if !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestManifests(t *testing.T) {
	deployment := func(pod string) string {
		return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  selector: {}\n  template:\n    spec:\n" + pod
	}
	const probe = "          readinessProbe: {httpGet: {path: /ready, port: 80}}\n"
	const container = "      containers:\n        - image: shop\n          ports: [{containerPort: 80}]\n"
	const grace = "      terminationGracePeriodSeconds: 60\n"
	const same = "          livenessProbe: {httpGet: {path: /ready, port: 80}"
	tests := []struct {
		name, manifest string
		want           []string
	}{
		{"right", deployment(grace + container + probe), nil},
		{"no probe", deployment(grace + container), []string{"k.yaml:11 readiness"}},
		{"for tests", "-- test/e2e/k.yaml --\n" + deployment(grace+container) + "-- latest/k.yaml --\n" + deployment(grace+container), []string{"latest/k.yaml:11 readiness", "test/e2e/k.yaml:11 readiness note"}},
		{"no ports", deployment(grace + "      containers:\n        - image: shop\n"), nil},
		{"default grace", deployment(container + probe), nil},
		{"too short", deployment("      terminationGracePeriodSeconds: 10\n" + container + probe), []string{"k.yaml:8 grace-budget"}},
		{"preStop", deployment(container + probe + "          lifecycle: {preStop: {sleep: {seconds: 10}}}\n"), []string{"k.yaml:9 grace-budget"}},
		{"preStop by command", deployment(container + probe + "          lifecycle: {preStop: {exec: {command: [/bin/sh, -c, sleep 10]}}}\n"), []string{"k.yaml:9 grace-budget"}},
		{"preStop of unknown length", deployment(container + probe + "          lifecycle: {preStop: {exec: {command: [/drain]}}}\n"), nil},
		{"signal", deployment(grace + container + probe + "          lifecycle: {stopSignal: SIGUSR1}\n"), []string{"k.yaml:13 stop-signal"}},
		{"same path", deployment(grace + container + probe + same + "}\n"), []string{"k.yaml:13 readiness"}},
		{"same path, more patient", deployment(grace + container + probe + same + ", failureThreshold: 10}\n"), nil},
		{"same path, other port", deployment(grace + container + probe + strings.Replace(same, "80", "81", 1) + "}\n"), nil},
		{"other image", deployment("      terminationGracePeriodSeconds: 1\n      containers:\n        - image: redis\n"), nil},
		{"patch", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n" + container, nil},
		{"patched", deployment(container) + "-- overlay/patch.yml --\n" + "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      containers:\n        - name: shop\n" + probe, nil},
		{"patched by Kustomize", deployment(container) + "-- kustomization.yaml --\nresources: [k.yaml]\npatches:\n  - patch: |-\n      - op: add\n        path: /spec/template/spec/containers/0/readinessProbe\n", nil},
		{"in a list", "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: apps/v1\n    kind: Deployment\n    spec: {selector: {}, template: {spec: {containers: [{image: shop, ports: [{containerPort: 80}]}]}}}\n", []string{"k.yaml:6 readiness"}},
		{"second document", "a: [\n---\n" + deployment(grace+container), []string{"k.yaml:13 readiness"}},
		{"anchors", "apiVersion: apps/v1\nkind: Deployment\nspec:\n  selector: {}\n  template:\n    spec:\n      containers:\n        - &c\n          image: shop\n          ports: [{containerPort: 80}]\n        - *c\n", []string{"k.yaml:10 readiness"}},
		{"shell", deployment(grace + container + probe + "          command: [sh, -c, ./shop]\n"), []string{"k.yaml:13 pid1-shell-form note"}},
		{"pipeline", deployment(grace + container + probe + "          command: [sh, -c]\n          args: [./shop | cat]\n"), []string{"k.yaml:13 pid1-shell-form"}},
		{"pipeline of others", deployment(grace + "      containers:\n        - image: x\n          command: [sh, -c, ./x | cat]\n"), []string{"k.yaml:11 pid1-shell-form note"}},
		{"shared namespace", deployment(grace + "      shareProcessNamespace: true\n" + container + probe + "          command: [sh, -c, ./shop]\n"), nil},
		{"job", "apiVersion: batch/v1\nkind: Job\nspec: {template: {spec: {containers: [{image: x, command: [sh, -c, ./x | cat]}]}}}\n", nil},
		{"cron job", "apiVersion: batch/v1\nkind: CronJob\nspec:\n  jobTemplate: {spec: {template: {spec: {terminationGracePeriodSeconds: 5, containers: [{image: shop}]}}}}\n", []string{"k.yaml:4 grace-budget"}},
		{"no object", "kind: Deployment\nspec: {template: {spec: {containers: [{image: x, ports: [{}]}]}}}\n", nil},
		{"template", deployment("      {{- with .Values }}\n" + container), nil},
		{"windows", strings.ReplaceAll(deployment(grace+container), "\n", "\r\n"), []string{"k.yaml:11 readiness"}},
		{"own anchor in itself", "apiVersion: apps/v1\nkind: Deployment\nspec: &a\n  selector: {}\n  <<: *a\n  template: {spec: {containers: []}}\n", nil},
		{"odd types", "apiVersion: apps/v1\nkind: Deployment\nspec: {selector: 1, template: {spec: {containers: {image: 5}}}}\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := summarize(findings(t, "-- k.yaml --\n"+test.manifest, shop).Findings)
			if !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestUnits(t *testing.T) {
	tests := []struct {
		name, unit string
		want       []string
	}{
		{"default", "[Service]\nExecStart=/usr/bin/shop\n", nil},
		{"too short", "[Service]\nExecStart=/usr/bin/shop --x\nTimeoutStopSec=5s\n", []string{"shop.service:3 grace-budget"}},
		{"both", "[Service]\nExecStart=/usr/bin/shop\nTimeoutSec=5\n", []string{"shop.service:3 grace-budget"}},
		{"last one counts", "[Service]\nExecStart=/usr/bin/shop\nTimeoutStopSec=5\nTimeoutStopSec=1min 30s\n", nil},
		{"infinity", "[Service]\nExecStart=/usr/bin/shop\nTimeoutStopSec=infinity\n", nil},
		{"flag", "[Service]\nExecStart=/usr/bin/shop \\\n  -grace=1s\nTimeoutStopSec=5\n", nil},
		{"signal", "[Service]\nExecStart=@/usr/bin/shop shop\nKillSignal=SIGQUIT\n", []string{"shop.service:3 stop-signal"}},
		{"signal that is heard", "[Service]\nExecStart=/usr/bin/shop\nKillSignal=SIGINT\n", nil},
		{"another program", "[Service]\nExecStart=/usr/bin/other\nTimeoutStopSec=5\nKillSignal=SIGQUIT\n", nil},
		{"own way to stop", "[Service]\nExecStart=/usr/bin/shop\nExecStop=/bin/kill -TERM $MAINPID\nKillSignal=SIGQUIT\n", nil},
		{"another section", "[X]\nTimeoutStopSec=5\n[Service]\nExecStart=/usr/bin/shop\n", nil},
		{"comment", "[Service]\nExecStart=/usr/bin/shop\n# TimeoutStopSec=5\n; TimeoutStopSec=5\n", nil},
		{"ignored", "[Service]\nExecStart=/usr/bin/shop\n# shutdownlint:ignore grace-budget it is only a cache\nTimeoutStopSec=5\n", nil},
		{"windows", "[Service]\r\nExecStart=/usr/bin/shop\r\nTimeoutStopSec=5\r\n", []string{"shop.service:3 grace-budget"}},
		{"override", "[Service]\nExecStart=/usr/bin/shop\nTimeoutStopSec=5\n-- shop.service.d/override.conf --\n[Service]\nTimeoutStopSec=60\n", nil},
		{"no unit", "this is\nno unit\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := summarize(findings(t, "-- shop.service --\n"+test.unit, shop).Findings)
			if !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// TestUnknown holds comparisons back where not all is known.
func TestUnknown(t *testing.T) {
	const files = "-- shop.service --\n[Service]\nExecStart=/usr/bin/shop\nTimeoutStopSec=5\nKillSignal=SIGQUIT\n"
	incomplete, any, none, unused := shop, shop, shop, shop
	incomplete.Complete = false
	any.Needs = []*driver.Needs{{AnySignal: true}}
	none.Needs = []*driver.Needs{{}}
	way := shop.Needs[0].WaysOut[0]
	way.Doors = []string{"example.com/shop/server.Stop"}
	unused.Needs = []*driver.Needs{{Uses: []string{"example.com/shop/server.New"}}, {WaysOut: []driver.WayOut{way}}}
	used := unused
	used.Needs = []*driver.Needs{{Uses: []string{"example.com/shop/server.New", "example.com/shop/server.Stop"}}, unused.Needs[1]}
	other := shop
	other.Path = "example.com/shop/cmd/shop"
	for _, test := range []struct {
		name     string
		programs []Program
		want     []string
	}{
		{"known", []Program{shop}, []string{"shop.service:3 grace-budget", "shop.service:4 stop-signal"}},
		{"incomplete", []Program{incomplete}, nil},
		{"any signal", []Program{any}, nil},
		{"nothing", []Program{none}, nil},
		{"a way that the program does not use", []Program{unused}, nil},
		{"a way that it uses", []Program{used}, []string{"shop.service:3 grace-budget"}},
		{"two of that name", []Program{shop, other}, nil},
		{"none", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := summarize(findings(t, files, test.programs...).Findings); !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
