package deploy

import (
	"slices"
	"strings"
	"testing"
)

// TestStarts asks about files of platforms that say little about a program: shop takes 25 seconds, or two with -grace=2s, and hears
// SIGINT and SIGTERM; deaf hears SIGTERM only.
func TestStarts(t *testing.T) {
	const dockerfile = "-- Dockerfile --\nFROM golang AS build\nRUN go build -o /shop .\nFROM scratch\nCOPY --from=build /shop /bin/shop\nENTRYPOINT [\"/bin/shop\"]\n"
	const task = `{"family": "shop", "containerDefinitions": [{"name": "web", "image": "123.dkr.ecr.eu-west-1.amazonaws.com/shop:latest"`
	nomad := func(task string) string {
		return "-- shop.nomad --\n# a job\njob \"shop\" {\n  type = \"service\"\n  group \"g\" {\n    count = 2 // two\n    task \"web\" {\n" + task + "    }\n  }\n}\n"
	}
	tests := []struct {
		name, files string
		want        []string
	}{
		// supervisord
		{"supervisord's default", "-- supervisord.conf --\n[supervisord]\nnodaemon=true\n[program:web]\ncommand=/usr/bin/shop --x\n", []string{"supervisord.conf:3 grace-budget"}},
		{"stopwaitsecs", "-- supervisor/supervisor.ini --\n[program:web]\ncommand = /usr/bin/shop ; with a comment\nstopwaitsecs = 20 ; seconds\n", []string{"supervisor/supervisor.ini:3 grace-budget"}},
		{"enough of them", "-- supervisord.conf --\n[program:web]\ncommand=shop\nstopwaitsecs=30\n", nil},
		{"a flag", "-- supervisord.conf --\n[program:web]\ncommand=shop -grace=2s\n", nil},
		{"stopsignal", "-- supervisord.conf --\n[program:web]\ncommand=shop\nstopwaitsecs=30\nstopsignal=QUIT\n", []string{"supervisord.conf:4 stop-signal"}},
		{"stopsignal that is heard", "-- supervisord.conf --\n[program:web]\ncommand=shop\nstopwaitsecs=30\nstopsignal=INT\n", nil},
		{"another program", "-- supervisord.conf --\n[program:web]\ncommand=nginx\n", nil},
		{"another section", "-- supervisord.conf --\n[eventlistener:web]\ncommand=shop\n", nil},

		// Fly
		{"Fly's default", dockerfile + "-- fly.toml --\napp = \"x\"\nkill_signal = \"SIGTERM\"\n[env]\nA = \"b\"\n", []string{"fly.toml:1 grace-budget"}},
		{"kill_timeout", dockerfile + "-- fly.toml --\napp = 'x' # mine\nkill_timeout = 20\n", []string{"fly.toml:2 grace-budget"}},
		{"kill_timeout as a text", dockerfile + "-- fly.staging.toml --\napp = 'x'\nkill_timeout = \"30s\"\n", nil},
		{"kill_timeout of something else", dockerfile + "-- fly.toml --\napp = 'x'\n[http_service]\nkill_timeout = 30\n", []string{"fly.toml:1 grace-budget"}},
		{"a Dockerfile elsewhere", strings.Replace(dockerfile, "Dockerfile", "build/shop.Dockerfile", 1) + "-- fly.toml --\napp = 'x'\n[build]\n  dockerfile = \"build/shop.Dockerfile\"\n", []string{"fly.toml:1 grace-budget"}},
		{"an image", "-- fly.toml --\napp = 'x'\n[build]\nimage = 'acme/shop:1'\n", []string{"fly.toml:1 grace-budget"}},
		{"processes", dockerfile + "-- fly.toml --\napp = 'x'\n[processes]\nweb = \"shop -grace=1s\"\n", nil},
		{"a builder", dockerfile + "-- fly.toml --\napp = 'x'\n[build]\nbuilder = \"paketobuildpacks/builder:base\"\n", nil},
		{"no app", "-- fly.toml --\nkill_timeout = 1\n", nil},

		// ECS
		{"the default of ECS is enough", "-- task-definition.json --\n" + task + "}]}\n", nil},
		{"stopTimeout", "-- taskdef.json --\n" + task + ",\n\t\"stopTimeout\": 10}]}\n", []string{"taskdef.json:2 grace-budget"}},
		{"stopTimeout in CloudFormation", "-- stack.yaml --\nResources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Name: web\n          Image: acme/shop\n          StopTimeout: 10\n", []string{"stack.yaml:8 grace-budget"}},
		{"an image that is yet to be known", "-- stack.yaml --\nResources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - {Name: web, Image: !Sub '${Repository}:x', StopTimeout: 10}\n", nil},
		{"a flag of the task", "-- taskdef.json --\n" + task + ", \"command\": [\"-grace=2s\"], \"stopTimeout\": 10}]}\n", nil},
		{"another command of the task", "-- taskdef.json --\n" + task + ", \"command\": [\"sleep\", \"1\"], \"stopTimeout\": 10}]}\n", nil},
		{"a parameter", "-- stack.yaml --\nResources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - {Name: web, Image: acme/shop, StopTimeout: !Ref T}\n", nil},

		// Nomad
		{"Nomad's default", nomad("driver = \"docker\"\nconfig { image = \"acme/shop:1\" }\n"), []string{"shop.nomad:6 grace-budget"}},
		{"kill_timeout of Nomad", nomad("driver = \"docker\"\nkill_timeout = \"20s\"\nconfig {\n image = \"acme/shop:1\"\n}\n"), []string{"shop.nomad:8 grace-budget"}},
		{"enough for Nomad", nomad("driver = \"exec\"\nkill_timeout = \"30s\"\nconfig {\n command = \"local/shop\"\n args = [\n  \"-x\", # an argument\n ]\n}\n"), nil},
		{"arguments that are worked out", nomad("driver = \"exec\"\nconfig {\n command = \"local/shop\"\n args = [\"${NOMAD_PORT_http}\"]\n}\n"), nil},
		{"kill_signal", nomad("driver = \"docker\"\nkill_timeout = \"30s\"\nkill_signal = \"SIGHUP\"\nconfig { image = \"shop\" }\n"), []string{"shop.nomad:9 stop-signal"}},
		{"a template in between", nomad("driver = \"docker\"\ntemplate {\n data = <<EOH\nkill_timeout = \"1s\"\n}\nEOH\n}\nkill_timeout = \"30s\"\nconfig { image = \"shop\" }\n"), nil},
		{"a batch job", strings.Replace(nomad("driver = \"docker\"\nconfig { image = \"shop\" }\n"), "\"service\"", "\"batch\"", 1), nil},
		{"a variable for the image", nomad("driver = \"docker\"\nconfig { image = \"${var.image}\" }\n"), nil},
		{"a variable for the timeout", nomad("driver = \"docker\"\nkill_timeout = var.t\nconfig { image = \"shop\" }\n"), nil},

		// Knative and Cloud Run
		{"Knative's default is enough", "-- k.yaml --\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: shop}\nspec: {template: {spec: {containers: [{image: shop}]}}}\n", nil},
		{"timeoutSeconds", "-- k.yaml --\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      timeoutSeconds: 20\n      containers: [{image: shop}]\n", []string{"k.yaml:7 grace-budget"}},
		{"Cloud Run", "-- k.yaml --\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: shop\n  annotations: {run.googleapis.com/ingress: all}\nspec:\n  template:\n    spec:\n      timeoutSeconds: 300\n      containers: [{image: gcr.io/acme/shop}]\n", []string{"k.yaml:10 grace-budget"}},
		{"Cloud Run by its place", "-- k.yaml --\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: shop, labels: {cloud.googleapis.com/location: europe-west1}}\nspec: {template: {spec: {containers: [{image: shop, args: [-grace=2s]}]}}}\n", nil},

		// Argo and others
		{"Rollout", "-- k.yaml --\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: shop}\nspec:\n  selector: {}\n  template:\n    spec:\n      terminationGracePeriodSeconds: 20\n      containers:\n        - image: shop\n          ports: [{containerPort: 80}]\n", []string{"k.yaml:8 grace-budget", "k.yaml:11 readiness"}},
		{"Rollout of a Deployment", "-- k.yaml --\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: shop}\nspec: {workloadRef: {kind: Deployment, name: shop}}\n", nil},
		{"StatefulSet", "-- k.yaml --\napiVersion: apps/v1\nkind: StatefulSet\nspec: {selector: {}, template: {spec: {terminationGracePeriodSeconds: 20, containers: [{image: shop}]}}}\n", []string{"k.yaml:3 grace-budget"}},
		{"OpenShift", "-- k.yaml --\napiVersion: apps.openshift.io/v1\nkind: DeploymentConfig\nspec: {template: {spec: {terminationGracePeriodSeconds: 20, containers: [{image: shop}]}}}\n", []string{"k.yaml:3 grace-budget"}},

		// drop-ins of systemd
		{"a drop-in takes time", "-- shop.service --\n[Service]\nExecStart=/usr/bin/shop\n-- shop.service.d/10.conf --\n[Service]\nTimeoutStopSec=5\n", []string{"shop.service.d/10.conf:2 grace-budget"}},
		{"a drop-in gives time", "-- shop.service --\n[Service]\nExecStart=/usr/bin/shop\nTimeoutStopSec=5\n-- shop.service.d/10.conf --\n[Service]\nTimeoutStopSec=5\n-- shop.service.d/20.conf --\n[Service]\nTimeoutStopSec=60\n", nil},
		{"a drop-in has a signal", "-- shop.service --\n[Service]\nExecStart=/usr/bin/shop\n-- shop.service.d/x.conf --\n[Service]\nKillSignal=SIGUSR2\n", []string{"shop.service.d/x.conf:2 stop-signal"}},
		{"a drop-in runs something else", "-- shop.service --\n[Service]\nExecStart=/usr/bin/shop\nTimeoutStopSec=5\n-- shop.service.d/x.conf --\n[Service]\nExecStart=\nExecStart=/usr/bin/other\n", nil},
		{"no drop-in", "-- shop.service --\n[Service]\nExecStart=/usr/bin/shop\nTimeoutStopSec=60\n-- shop.service.d/README --\n[Service]\nTimeoutStopSec=5\n", nil},
		{"nothing kills it", "-- shop.service --\n[Service]\nExecStart=/usr/bin/shop\nTimeoutStopSec=5\nSendSIGKILL=no\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := summarize(findings(t, test.files, shop).Findings); !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// TestDefaultSignals asks about a program that hears SIGTERM only, where the platform sends SIGINT unless it is told otherwise.
func TestDefaultSignals(t *testing.T) {
	deaf := shop
	needs := *shop.Needs[0]
	needs.Signals, needs.WaysOut = needs.Signals[1:], nil
	deaf.Needs = append(deaf.Needs[:0:0], &needs)
	for _, test := range []struct {
		name, files string
		want        []string
	}{
		{"Fly", "-- fly.toml --\napp = \"x\"\n[build]\nimage = \"shop\"\n", []string{"fly.toml:1 stop-signal"}},
		{"Fly, with SIGTERM", "-- fly.toml --\napp = \"x\"\nkill_signal = \"SIGTERM\"\n[build]\nimage = \"shop\"\n", nil},
		{"Nomad, exec", "-- a.nomad --\njob \"j\" { group \"g\" { task \"t\" { driver = \"exec\"\n config { command = \"shop\" } } } }\n", []string{"a.nomad:1 stop-signal"}},
		{"Nomad, docker", "-- a.nomad.hcl --\njob \"j\" { group \"g\" { task \"t\" { driver = \"docker\"\n config { image = \"shop\" } } } }\n", nil},
		{"supervisord", "-- supervisord.conf --\n[program:x]\ncommand=shop\n", nil},
	} {
		if got := summarize(findings(t, test.files, deaf).Findings); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
