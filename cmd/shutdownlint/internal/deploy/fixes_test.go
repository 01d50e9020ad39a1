package deploy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// TestFixesOfFormats gives a program its seconds in files that have none, and in those that have. What is there keeps its form.
func TestFixesOfFormats(t *testing.T) {
	slow := shop // takes 100 seconds
	needs := *shop.Needs[0]
	needs.WaysOut = []driver.WayOut{{Lasts: 100 * time.Second, Steps: []driver.Step{{What: "requests in flight", Lasts: 100 * time.Second, At: at(20)}}}}
	slow.Needs = []*driver.Needs{&needs}
	const pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers: # two\n    - image: shop\n    - image: shop # again\n"
	for _, test := range []struct {
		name, file, content, want string
	}{
		{"supervisord's default", "supervisord.conf", "[program:web]\ncommand=shop\n -x ; y\n", "[program:web]\nstopwaitsecs=105\ncommand=shop\n -x ; y\n"},
		{"stopwaitsecs", "supervisord.conf", "[program:web]\ncommand=shop\nstopwaitsecs = 7 ; s\n", "[program:web]\ncommand=shop\nstopwaitsecs = 105 ; s\n"},
		{"Fly's default", "fly.toml", "app = 'x' # mine\r\n[build]\r\nimage = 'shop'\r\n", "kill_timeout = \"105s\"\r\napp = 'x' # mine\r\n[build]\r\nimage = 'shop'\r\n"},
		{"systemd's default", "shop.service", "[Service]\nExecStart=/bin/shop \\\n  -x\n", "[Service]\nTimeoutStopSec=105s\nExecStart=/bin/shop \\\n  -x\n"},
		{"Nomad's default", "a.nomad", "job \"a\" {\n  group \"b\" {\n    task \"c\" {\n      driver = \"docker\" # x\n      config { image = \"shop\" }\n    }\n  }\n}\n",
			"job \"a\" {\n  group \"b\" {\n    task \"c\" {\n      kill_timeout = \"105s\"\n      driver = \"docker\" # x\n      config { image = \"shop\" }\n    }\n  }\n}\n"},
		{"Nomad, on one line", "a.nomad", "job \"a\" { group \"b\" { task \"c\" { driver = \"docker\"\n config { image = \"shop\" } } } }\n", ""},
		{"ECS", "taskdef.json", "{\n\t\"containerDefinitions\": [{\n\t\t\"name\": \"a\",\n\t\t\"image\": \"shop\"\n\t}]\n}\n", "{\n\t\"containerDefinitions\": [{\n\t\t\"stopTimeout\": 105,\n\t\t\"name\": \"a\",\n\t\t\"image\": \"shop\"\n\t}]\n}\n"},
		{"ECS, on one line", "taskdef.json", "{\"containerDefinitions\": [{\"image\": \"shop\", \"name\": \"a\"}]}\n", "{\"containerDefinitions\": [{\"image\": \"shop\", \"stopTimeout\": 105, \"name\": \"a\"}]}\n"},
		{"ECS in CloudFormation", "stack.yaml", "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Name: web # the web\n          Image: shop\n",
			"Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Name: web # the web\n          StopTimeout: 105\n          Image: shop\n"},
		{"ECS in braces", "stack.yaml", "Resources: {T: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: web, Image: shop}]}}}\n", ""},
		{"a pod", "k.yaml", strings.Replace(pod, "    - image: shop # again\n", "", 1), strings.Replace(strings.Replace(pod, "    - image: shop # again\n", "", 1), "  containers", "  terminationGracePeriodSeconds: 105\n  containers", 1)},
		{"Cloud Run", "k.yaml", "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {annotations: {run.googleapis.com/x: y}}\nspec: {template: {spec: {containers: [{image: shop}]}}}\n", ""},
	} {
		found := findings(t, "-- "+test.file+" --\n"+test.content, slow).Findings
		found = slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Category != graceBudget })
		if len(found) != 1 {
			t.Errorf("%s: %q, want one finding", test.name, summarize(found))
			continue
		}
		f := found[0]
		if test.want == "" {
			if len(f.Fixes) > 0 || !strings.HasSuffix(f.Message, ", or let it end sooner") && !strings.HasSuffix(f.Message, "; let it end sooner") {
				t.Errorf("%s: %q, want no fix, and a remedy: %+v", test.name, f.Message, f.Fixes)
			}
			continue
		}
		if len(f.Fixes) != 1 || strings.Contains(f.Message, ";") {
			t.Errorf("%s: %q, want one fix and no remedy: %+v", test.name, f.Message, f.Fixes)
			continue
		}
		if got := edited(test.content, f.Fixes[0]); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
	}

	// Two containers of a pod, or a container with two mistakes, have one grace period.
	twice := slow
	twice.Path, twice.Drains = "example.com/shop/cmd/twice", nil
	front := slow
	front.Drains = []Drain{{"srv.Shutdown", at(30), true}}
	const served = "---\napiVersion: apps/v1\nkind: Deployment\nspec:\n  selector: {}\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n      containers:\n        - image: shop\n          ports: [{containerPort: 80}]\n          readinessProbe: {tcpSocket: {port: 80}}\n---\napiVersion: v1\nkind: Service\nspec: {selector: {a: b}}\n"
	for _, test := range []struct {
		content string
		program Program
	}{{pod, slow}, {served, front}} {
		all := make(map[finding.Edit]bool)
		for _, f := range findings(t, "-- k.yaml --\n"+test.content, test.program).Findings {
			for _, fix := range f.Fixes {
				for _, e := range fix.Edits {
					all[e] = strings.Contains(e.New, "terminationGracePeriodSeconds")
				}
			}
		}
		places := make(map[int]int)
		for e, grace := range all {
			if grace && e.End == e.Start {
				t.Errorf("%+v goes together with another one of its kind", e)
			}
			if grace {
				places[e.Start]++
			}
		}
		if len(places) != 1 {
			t.Errorf("the grace period is set at %v, want one place", places)
		}
	}
}

// edited returns content with a fix.
func edited(content string, fix finding.Fix) string {
	edits := slices.SortedFunc(slices.Values(fix.Edits), func(a, b finding.Edit) int { return b.Start - a.Start })
	for _, e := range edits {
		content = content[:e.Start] + e.New + content[e.End:]
	}
	return content
}

// TestRemedies holds every finding to a fix or a remedy: what came through standard input has remedies only.
func TestRemedies(t *testing.T) {
	manifest := "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: front}\nspec:\n  selector: {}\n  template:\n    metadata: {labels: {app: front}}\n    spec:\n      terminationGracePeriodSeconds: 10\n      containers:\n        - image: front\n          ports: [{containerPort: 80}]\n          livenessProbe: {httpGet: {path: /live, port: 80}}\n          lifecycle: {stopSignal: SIGUSR1}\n" +
		"---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: front}\nspec:\n  selector: {}\n  template:\n    metadata: {labels: {app: front}}\n    spec:\n      containers:\n        - image: front\n          ports: [{containerPort: 80}]\n          livenessProbe: {httpGet: {path: /ready, port: 80}}\n          readinessProbe: {httpGet: {path: /ready, port: 80}}\n" +
		"---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: golang\n      command: [sh, -c, go run . | tee log]\n    - image: golang\n      command: [go, run, .]\n"
	slow := front
	needs := *front.Needs[0]
	needs.Requests = []driver.RequestLimit{{Step: driver.Step{What: "WriteTimeout", Lasts: time.Minute, At: at(15)}}}
	slow.Needs = []*driver.Needs{&needs}
	r := Run(Config{Programs: []Program{slow}, Manifests: &Manifests{Stdin: []byte(manifest)}})
	seen := make(map[string]bool)
	for _, f := range r.Findings {
		seen[f.Category] = true
		if len(f.Fixes) > 0 || !strings.Contains(f.Message, "; ") {
			t.Errorf("%d: %s: %s", f.Line, f.Category, f.Message)
		}
	}
	for _, category := range []string{shellForm, stopSignal, graceBudget, readiness, noDrainDelay, readyDraining, livenessAsks, graceShorter} {
		if !seen[category] {
			t.Errorf("no %s among %v", category, seen)
		}
	}
}
