package deploy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// front is a program that closes its listeners at once, and answers questions about its health.
var front = Program{
	Path: "example.com/front", ModulePath: "example.com/front", Complete: true,
	Drains: []Drain{{"srv.Shutdown", at(30), true}},
	Needs: []*driver.Needs{{
		Signals:  []driver.Signal{{Number: 15, At: at(10)}},
		WaysOut:  []driver.WayOut{{Lasts: 20 * time.Second, Steps: []driver.Step{{What: "requests in flight", Lasts: 20 * time.Second, At: at(20)}}}},
		Requests: []driver.RequestLimit{{Step: driver.Step{What: "WriteTimeout", Lasts: 10 * time.Second, At: at(15)}}},
		HealthURLs: []driver.HealthURL{
			{Path: "/ready", At: at(40), Named: true, Func: "ready"},
			{Path: "/live", At: at(41), Named: true, Deed: &driver.Deed{Calls: []string{"check"}, Fails: true}},
			{Path: "/health", At: at(42), Named: true, Deed: &driver.Deed{Asks: []driver.Ask{{What: "db.Ping", At: at(50)}}}}, // 200, whatever it hears
			{Path: "/cached", At: at(43), Deed: &driver.Deed{Calls: []string{"cached"}, Fails: true}},
			{Path: "/twice", At: at(44), Func: "ready"}, {Path: "/twice", At: at(45), Func: "ready"},
			{Path: "/state", At: at(46), Deed: &driver.Deed{Fixed: true, FixedIf: []string{"state"}}},
		},
		Deeds: map[string]*driver.Deed{
			"ready":  {Fixed: true},
			"check":  {Calls: []string{"check", "ping"}},
			"ping":   {Asks: []driver.Ask{{What: "rdb.Ping", At: at(60)}}},
			"cached": {Calls: []string{"ping"}, Caches: true},
			"state":  {},
		},
	}},
}

func TestRollouts(t *testing.T) {
	const service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: front}\nspec: {selector: {app: front}}\n"
	const other = "---\napiVersion: v1\nkind: Service\nmetadata: {name: back}\nspec: {selector: {app: back}}\n"
	const scaler = "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {maxReplicas: 5, scaleTargetRef: {kind: Deployment, name: front}}\n"
	deployment := func(spec, container string) string {
		return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: front}\nspec:\n  selector: {}\n" + spec + "  template:\n    metadata: {labels: {app: front, x: y}}\n    spec:\n      containers:\n        - image: front\n          ports: [{containerPort: 80}]\n" + container
	}
	const ready = "          readinessProbe: {httpGet: {path: /x, port: 80}}\n"
	tests := []struct {
		name, manifest string
		want           []string // without the lines
	}{
		{"several", deployment("  replicas: 2\n", ready) + service, []string{"no-drain-delay"}},
		{"scaled", deployment("", ready) + service + scaler, []string{"no-drain-delay"}},
		{"one", deployment("", ready) + service, []string{"no-drain-delay note"}},
		{"all at once", deployment("  replicas: 2\n  strategy: {type: Recreate}\n", ready) + service, []string{"no-drain-delay note"}},
		{"rolling", deployment("  replicas: 2\n  strategy: {type: RollingUpdate}\n", ready) + service, []string{"no-drain-delay"}},
		{"a variable registry", strings.Replace(deployment("  replicas: 2\n", ready), "image: front", "image: ${REGISTRY:-example.com:5000}/front:$(TAG)", 1) + service, []string{"no-drain-delay"}},
		{"a variable image", strings.Replace(deployment("  replicas: 2\n", ready), "image: front", "image: example.com/${NAME}:1", 1) + service, nil},
		{"ko", strings.Replace(deployment("  replicas: 2\n", ready), "image: front", "image: ko://example.com/front", 1) + service, []string{"no-drain-delay"}},
		{"another package with ko", strings.Replace(deployment("  replicas: 2\n", ready), "image: front", "image: ko://example.com/other/front", 1) + service, nil},
		{"a template of a chart", "apiVersion: v1\n-- Chart.yaml --\nname: front\n-- templates/k.yaml --\n" + strings.Replace(deployment("  replicas: 2\n", ""), "{name: front}", "{name: '{{ .Release.Name }}'}", 1) + service, nil},
		{"what a chart has as it is", "apiVersion: v1\n-- Chart.yaml --\nname: front\n-- templates/k.yaml --\n" + deployment("  replicas: 2\n", ready) + service, []string{"no-drain-delay"}},
		{"no readiness", deployment("", "") + other, []string{"readiness"}},
		{"no readiness of a database", strings.Replace(deployment("", "")+other, "image: front", "image: example.com/mirror/postgresql:17", 1), nil},
		{"no readiness of somebody else", strings.Replace(deployment("", "")+other, "image: front", "image: example.com/back", 1), []string{"readiness note"}},
		{"no service in sight", deployment("  replicas: 2\n", ready), []string{"no-drain-delay note"}},
		{"a service in another directory", deployment("  replicas: 2\n", ready) + "-- other/s.yaml --\n" + strings.TrimPrefix(service, "---\n"), []string{"no-drain-delay"}},
		{"behind no service", deployment("  replicas: 2\n", ready) + other, nil},
		{"only the service names its namespace", deployment("  replicas: 2\n", ready) + strings.Replace(service, "name: front", "name: front, namespace: x", 1), []string{"no-drain-delay"}},
		{"service elsewhere", strings.Replace(deployment("  replicas: 2\n", ready), "name: front", "name: front, namespace: y", 1) + strings.Replace(service, "name: front", "name: front, namespace: x", 1), nil},
		{"in a list", "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Service, spec: {selector: {app: front}}}\n  - {apiVersion: apps/v1, kind: Deployment, metadata: {name: front}, spec: {selector: {}, replicas: 2, template: {metadata: {labels: {app: front}}, spec: {containers: [{image: front, ports: [{containerPort: 80}], readinessProbe: {tcpSocket: {port: 80}}}]}}}}\n", []string{"no-drain-delay"}},
		{"a daemon set", strings.Replace(deployment("", ready)+service, "Deployment", "DaemonSet", 1), []string{"no-drain-delay"}},
		{"preStop", deployment("  replicas: 2\n", ready+"          lifecycle: {preStop: {sleep: {seconds: 1}}}\n") + service, nil},
		{"preStop of another kind", deployment("  replicas: 2\n", ready+"          lifecycle: {preStop: {httpGet: {path: /drain, port: 80}}}\n") + service, nil},
		{"another signal", deployment("  replicas: 2\n", ready+"          lifecycle: {stopSignal: SIGTERM}\n") + service, nil},
		{"patched", deployment("  replicas: 2\n", ready) + service + "-- p.yaml --\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: front}\nspec: {template: {spec: {containers: [{name: a, lifecycle: {preStop: {sleep: {seconds: 5}}}}]}}}\n", nil},
		{"patched by Kustomize", deployment("  replicas: 2\n", ready) + service + "-- kustomization.yaml --\npatches: [{patch: 'lifecycle:'}]\n", nil},
		{"job", "apiVersion: batch/v1\nkind: Job\nspec: {template: {metadata: {labels: {app: front}}, spec: {containers: [{image: front, ports: [{containerPort: 80}]}]}}}\n" + service, nil},
		{"another program", strings.Replace(deployment("  replicas: 2\n", ready)+service, "image: front", "image: back", 1), nil},

		{"readiness is fixed", deployment("", strings.Replace(ready, "/x", "/ready", 1)) + service, []string{"no-drain-delay note", "ready-while-draining note"}},
		{"readiness below a prefix", deployment("", strings.Replace(ready, "/x", "'/api/ready?full=1'", 1)) + service, []string{"no-drain-delay note", "ready-while-draining note"}},
		{"readiness is not fixed", deployment("", strings.Replace(ready, "/x", "/state", 1)) + service, []string{"no-drain-delay note"}},
		{"readiness of whom", deployment("", strings.Replace(ready, "/x", "/twice", 1)) + service, []string{"no-drain-delay note"}},
		{"readiness and a pause", deployment("", strings.Replace(ready, "/x", "/ready", 1)+"          lifecycle: {preStop: {sleep: {seconds: 1}}}\n") + service, nil},

		{"liveness asks", deployment("", ready+"          livenessProbe: {httpGet: {path: /live, port: 80}}\n") + other, []string{"liveness-asks-dependency"}},
		{"liveness does not care", deployment("", ready+"          livenessProbe: {httpGet: {path: /health, port: 80}}\n") + other, nil},
		{"liveness asks a cache of its own", deployment("", ready+"          livenessProbe: {httpGet: {path: /cached, port: 80}}\n") + other, nil},
		{"startup asks", deployment("", ready+"          startupProbe: {httpGet: {path: /live, port: 80}}\n") + other, nil},
		{"readiness asks", deployment("", strings.Replace(ready, "/x", "/live", 1)) + other, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := without(summarize(findings(t, "-- k.yaml --\n"+test.manifest, front).Findings)); !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// TestNearest names the Service that stands nearest to the pods that it may send requests to.
func TestNearest(t *testing.T) {
	const service = "apiVersion: v1\nkind: Service\nmetadata: {name: front}\nspec: {selector: {app: front}}\n"
	const deployment = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  selector: {}\n  replicas: 2\n  template:\n    metadata: {labels: {x: y, app: front}}\n    spec:\n      containers:\n        - {image: front, ports: [{containerPort: 80}], readinessProbe: {tcpSocket: {port: 80}}}\n"
	for _, test := range []struct{ files, want string }{
		{"-- a/s.yaml --\n" + service + "-- b/d.yaml --\n" + deployment + "-- b/s.yaml --\n" + service, "b/s.yaml"},
		{"-- a/s.yaml --\n" + service + "-- b/d.yaml --\n" + deployment + "---\n" + service + "-- b/s.yaml --\n" + service, "b/d.yaml"},
		{"-- a/s.yaml --\n" + service + "-- b/c/d.yaml --\n" + deployment + "-- b/s/s.yaml --\n" + service, "b/s/s.yaml"},
		{"-- a/s.yaml --\n" + service + "-- b/c/d.yaml --\n" + deployment, "a/s.yaml"},
	} {
		found := findings(t, test.files, front).Findings
		if len(found) != 1 || len(found[0].Related) != 2 || !strings.HasSuffix(found[0].Related[1].File, "/"+test.want) {
			t.Errorf("%+v, want the Service of %s", found, test.want)
		}
	}
}

// without cuts the places off what summarize returns.
func without(lines []string) []string {
	var all []string
	for _, line := range lines {
		_, what, _ := strings.Cut(line, " ")
		all = append(all, what)
	}
	return all
}

// TestCloses asks which programs close their listeners at once.
func TestCloses(t *testing.T) {
	later, delayed, left, none := front, front, front, front
	later.Drains = append(slices.Clone(front.Drains), Drain{"api.Shutdown", at(31), false})
	way := front.Needs[0].WaysOut[0]
	way.Steps = append(slices.Clone(way.Steps), driver.Step{What: "a delay", Lasts: time.Second})
	delayed.Needs = []*driver.Needs{{WaysOut: []driver.WayOut{way}}}
	way.Doors = []string{"example.com/front/server.Run"}
	left.Needs = []*driver.Needs{{}, {WaysOut: []driver.WayOut{way}}}
	none.Drains = nil
	for _, test := range []struct {
		name    string
		program *Program
		want    bool
	}{
		{"at once", &front, true},
		{"one of them later", &later, false},
		{"after a delay", &delayed, false},
		{"after the delay of another program", &left, true},
		{"nothing is drained", &none, false},
		{"no program", nil, false},
	} {
		if _, got := test.program.closesAtOnce(); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestCommandsOfImages(t *testing.T) {
	const build = "FROM golang AS build\nRUN go build -o /out/front .\n"
	tests := []struct {
		name, dockerfile, command string
		missing                   bool
	}{
		{"scratch", "FROM scratch\nCOPY --from=build /out/front /\n", "sleep, 5", true},
		{"scratch, by path", "FROM scratch\nCOPY --from=build /out/front /\n", "/bin/sh, -c, sleep 5", true},
		{"scratch, something of its own", "FROM scratch\nCOPY --from=build /out/front /\n", "/bin/grpc_health_probe", true},
		{"distroless", "FROM gcr.io/distroless/base-debian12:nonroot\nCOPY --from=build /out/front /\n", "sh, -c, sleep 5", true},
		{"distroless by digest", "FROM gcr.io/distroless/static@sha256:0123\nCOPY --from=build /out/front /\n", "sleep, 5", true},
		{"distroless, something unusual", "FROM gcr.io/distroless/base\nCOPY --from=build /out/front /\n", "/bin/grpc_health_probe", false},
		{"distroless for debugging", "FROM gcr.io/distroless/base:debug\nCOPY --from=build /out/front /\n", "sh, -c, sleep 5", false},
		{"distroless for another language", "FROM gcr.io/distroless/python3\nCOPY --from=build /out/front /\n", "sh, -c, sleep 5", false},
		{"chainguard", "FROM cgr.dev/chainguard/static:latest\nCOPY --from=build /out/front /\n", "wget, x", true},
		{"chainguard for debugging", "FROM cgr.dev/chainguard/static:latest-dev\nCOPY --from=build /out/front /\n", "wget, x", false},
		{"alpine", "FROM alpine\nCOPY --from=build /out/front /\n", "sleep, 5", false},
		{"unknown", "FROM example.com/base\nCOPY --from=build /out/front /\n", "sleep, 5", false},
		{"variable", "ARG BASE\nFROM $BASE\nCOPY --from=build /out/front /\n", "sleep, 5", false},
		{"inherited", "FROM scratch AS base\nFROM base\nCOPY --from=build /out/front /\n", "sleep, 5", true},
		{"copied", "FROM scratch\nCOPY --from=build /out/front /\nCOPY --from=busybox /bin/sleep /bin/sleep\n", "sleep, 5", false},
		{"copied to a directory", "FROM scratch\nCOPY --from=build /out/front /\nCOPY --from=busybox /bin/sleep /bin/sh /bin/\n", "/bin/sleep, 5", false},
		{"a directory is copied", "FROM scratch\nCOPY --from=build /rootfs /\nCOPY --from=build /out/front /\n", "sleep, 5", false},
		{"another directory is copied", "FROM scratch\nCOPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo\nCOPY --from=build /out/front /\n", "sleep, 5", true},
		{"files are copied", "FROM scratch\nCOPY config.yaml ca.crt /\nCOPY --from=build /out/front /\n", "sleep, 5", true},
		{"to where the program is", "FROM scratch\nWORKDIR /app\nCOPY --from=build /out .\nENTRYPOINT [\"/app/front\"]\n", "/app/prestop", false},
		{"another way to look", "FROM scratch\nENV PATH=/busybox\nCOPY --from=build /out/front /\n", "sleep, 5", false},
		{"something runs", "FROM scratch\nCOPY --from=build /out/front /\nRUN [\"/front\", \"install\"]\n", "sleep, 5", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dockerfile := build + test.dockerfile
			if !strings.Contains(dockerfile, "ENTRYPOINT") {
				dockerfile += "ENTRYPOINT [\"/front\"]\n"
			}
			manifest := "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: front\n      lifecycle:\n        preStop:\n          exec:\n            command: [" + strings.ReplaceAll(strings.ReplaceAll(test.command, "sleep 5", `"sleep 5"`), "sh, -c", `"sh", "-c"`) + "]\n"
			got := summarize(findings(t, "-- Dockerfile --\n"+dockerfile+"-- k.yaml --\n"+manifest, front).Findings)
			var want []string
			if test.missing {
				want = []string{"k.yaml:8 prestop-command"}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

// TestCommandsOfContainers runs a command that is not there from various places.
func TestCommandsOfContainers(t *testing.T) {
	const scratch = "-- Dockerfile --\nFROM scratch\nCOPY front /\nENTRYPOINT [\"/front\"]\n"
	pod := func(container string) string {
		return scratch + "-- k.yaml --\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: front\n" + container
	}
	for _, test := range []struct {
		name, files string
		want        []string
	}{
		{"liveness", pod("      livenessProbe: {exec: {command: [cat, /tmp/alive]}}\n"), []string{"prestop-command"}},
		{"readiness", pod("      readinessProbe:\n        exec:\n          command:\n            - sh\n            - -c\n            - wget x\n"), []string{"prestop-command"}},
		{"post start", pod("      lifecycle: {postStart: {exec: {command: [sh]}}}\n"), []string{"prestop-command"}},
		{"the program itself", pod("      readinessProbe: {exec: {command: [/front, check]}}\n"), nil},
		{"http", pod("      readinessProbe: {httpGet: {path: /x}}\n"), nil},
		{"mounted", pod("      volumeMounts: [{name: tools, mountPath: /bin}]\n      livenessProbe: {exec: {command: [cat, /tmp/alive]}}\n"), nil},
		{"mounted elsewhere", pod("      volumeMounts: [{name: data, mountPath: /data}]\n      livenessProbe: {exec: {command: [cat, /tmp/alive]}}\n"), []string{"prestop-command"}},
		{"two images, one of which has it", pod("      livenessProbe: {exec: {command: [cat, /tmp/alive]}}\n") + "-- b.Dockerfile --\nFROM alpine\nCOPY front /\nENTRYPOINT [\"/front\"]\n", nil},
		{"healthcheck", scratch + "-- compose.yaml --\nservices:\n  a:\n    build: .\n    stop_grace_period: 1m\n    healthcheck: {test: [CMD, curl, x]}\n", []string{"prestop-command"}},
		{"healthcheck by a shell", scratch + "-- compose.yaml --\nservices:\n  a:\n    build: .\n    stop_grace_period: 1m\n    healthcheck:\n      test: curl x || exit 1\n", []string{"prestop-command"}},
		{"healthcheck by the program", scratch + "-- compose.yaml --\nservices:\n  a:\n    build: .\n    stop_grace_period: 1m\n    healthcheck: {test: [CMD, /front, check]}\n", nil},
		{"no healthcheck", scratch + "-- compose.yaml --\nservices:\n  a:\n    build: .\n    stop_grace_period: 1m\n    healthcheck: {test: [NONE]}\n", nil},
		{"HEALTHCHECK", scratch + "HEALTHCHECK --interval=5s CMD [\"curl\", \"x\"]\n", []string{"prestop-command"}},
		{"HEALTHCHECK NONE", scratch + "HEALTHCHECK NONE\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := without(summarize(findings(t, test.files, front).Findings)); !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// TestRequestsOutlast compares what requests may take with what is left for them.
func TestRequestsOutlast(t *testing.T) {
	limit := func(kind driver.RequestLimit, seconds int) driver.RequestLimit {
		kind.What, kind.Lasts, kind.At = "x", time.Duration(seconds)*time.Second, at(15)
		return kind
	}
	server, handler := driver.RequestLimit{Kind: driver.ByServer}, driver.RequestLimit{Kind: driver.ByHandler}
	flag := limit(server, 60)
	flag.Flag = "write"
	for _, test := range []struct {
		name   string
		limits []driver.RequestLimit
		want   bool
	}{
		{"nothing is known", nil, false},
		{"shorter", []driver.RequestLimit{limit(server, 20)}, false},
		{"longer", []driver.RequestLimit{limit(server, 21)}, true},
		{"of two servers one is shorter", []driver.RequestLimit{limit(server, 60), limit(server, 5)}, false},
		{"of two handlers one is longer", []driver.RequestLimit{limit(handler, 5), limit(handler, 60)}, true},
		{"the server says it", []driver.RequestLimit{limit(handler, 60), limit(server, 5)}, false},
		{"a flag that is set", []driver.RequestLimit{flag}, false},
	} {
		p := front
		needs := *front.Needs[0]
		needs.Requests = test.limits
		p.Needs = []*driver.Needs{&needs}
		got := summarize(findings(t, "-- front.service --\n[Service]\nExecStart=/bin/front -write 5s\n-- b/front.service --\n[Service]\nExecStart=/bin/front -write=5s\n", p).Findings)
		var want []string
		if test.want {
			want = []string{"b/front.service:2 grace-shorter-than-request note"} // once
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", test.name, got, want)
		}
	}
}

// TestGiven asks what programs are given, as pictures show it.
func TestGiven(t *testing.T) {
	const scratch = "-- Dockerfile --\nFROM scratch\nCOPY front /\nENTRYPOINT [\"/front\"]\n"
	pod := func(hook string) string {
		return scratch + "-- k.yaml --\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: front, lifecycle: {preStop: " + hook + "}}]}\n"
	}
	for _, test := range []struct {
		name, files string
		want        Given // of the last file
	}{
		{"sleep", pod("{sleep: {seconds: 7}}"), Given{Hook: true, PreStop: 7 * time.Second, Grace: 23 * time.Second, Known: true}},
		{"a hook of its own", pod("{httpGet: {path: /drain}}"), Given{Hook: true, Grace: 30 * time.Second}},
		{"a hook that fails", pod("{exec: {command: [sleep, '7']}}"), Given{Grace: 30 * time.Second, Known: true}},
		{"what it depends on", scratch + "-- compose.yaml --\nservices:\n  a: {build: ., stop_grace_period: 20s, depends_on: [db, cache]}\n", Given{Grace: 20 * time.Second, Known: true, Before: []string{"db", "cache"}}},
		{"what depends on it", scratch + "-- compose.yaml --\nservices:\n  a: {build: .}\n  proxy: {image: nginx, depends_on: {a: {condition: service_healthy}}}\n  b: {image: b, depends_on: [proxy]}\n-- compose.prod.yaml --\nservices:\n  proxy: {depends_on: [a]}\n  log: {image: log, network_mode: 'service:a'}\n-- other/compose.yaml --\nservices:\n  c: {image: c, depends_on: [a]}\n",
			Given{Grace: 10 * time.Second, Known: true, After: []string{"proxy", "log"}}},
		{"what it shares something with", scratch + "-- compose.yaml --\nservices:\n  a: {build: ., links: ['db:database', queue], volumes_from: ['db:ro', 'container:x'], pid: 'service:p', ipc: host}\n", Given{Grace: 10 * time.Second, Known: true, Before: []string{"db", "queue", "p"}}},
		{"with conditions", scratch + "-- compose.yaml --\nservices:\n  a: {build: ., depends_on: {db: {condition: service_healthy}}}\n", Given{Grace: 10 * time.Second, Known: true, Before: []string{"db"}}},
	} {
		given := findings(t, test.files, front).Given
		if len(given) == 0 {
			t.Errorf("%s: nothing", test.name)
			continue
		}
		got := given[len(given)-1]
		if got.Hook != test.want.Hook || got.PreStop != test.want.PreStop || got.Grace != test.want.Grace || got.Known != test.want.Known || !slices.Equal(got.Before, test.want.Before) || !slices.Equal(got.After, test.want.After) {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}
