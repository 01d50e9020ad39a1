// Package deploy documents what is found in the files by which a program is deployed.
//
// # Analyzer deploy
//
// deploy: report deployment files that keep a program from stopping well
//
// The best code for stopping is worth nothing where SIGTERM never reaches it. The standalone command, and it alone, also
// reads the deployment files of the directories that it is asked about: Dockerfiles with the scripts that they start,
// Compose files, Kubernetes manifests, with Rollouts of Argo and services of Knative and Cloud Run, systemd units with their
// drop-ins, supervisord.conf, fly.toml, task definitions of ECS, in JSON or CloudFormation, and jobs of Nomad. ./... stands for the
// whole tree, apart from nested modules, vendor, testdata, node_modules, and directories that begin with a dot or an underscore. In
// these files a comment
//
//	# shutdownlint:ignore category[,category] reason
//
// works as it does in Go. Files that cannot be read for certain are left alone; -debug says which. Of YAML and JSON that has a mistake,
// and is no template, the line is said on stderr.
// Files in a folder for tests (test, tests, testing, e2e) get notes.
//
// What Helm and Kustomize make is read if it is named, in the place of the manifests of the tree; a document about pods that run a
// program, and that cannot be read, is an error, and the rest is read:
//
//	helm template chart | shutdownlint -manifests - ./...
//	kubectl kustomize overlays/production | shutdownlint -manifests - ./...
//	shutdownlint -manifests rendered/ ./...
//
// A file is compared with the code only where it is clear which program it deploys: by the file that it runs, followed
// through COPY to what go build makes, by the Dockerfile that Compose builds, or by an image that is called after the
// program, or that ko makes of it; and only if all packages of the module that the program is made of are analysed. Who asks for part of a module, as
// ./cmd/shop does, gets what is wrong with its programs in files anywhere in the module, and is told which of these also run
// programs that were not asked for.
//
// # Category pid1-shell-form
//
// pid1-shell-form: a shell, a script or go run stands between SIGTERM and the program
//
// The first process of a container is special: the kernel drops a SIGTERM for which it has no handler. A shell has none, and
// passes nothing on. In production each stop then lasts until the grace period is over, and SIGKILL cuts what is in flight.
//
//	      SIGTERM                                           SIGKILL
//	      0s                                                  30s
//	      |----------------------------------------------------|
//	      [sh: no handler, nothing is passed on                ]
//	      [app: has not heard of it, and goes on serving       ] cut
//
//	FROM debian:bookworm-slim
//	CMD ./app --port 8080 // WRONG: /bin/sh stays process 1 in front of ./app
//
//	FROM debian:bookworm-slim
//	CMD ["./app", "--port", "8080"] // RIGHT: so is CMD exec ./app --port $PORT
//
// The shell form of CMD and ENTRYPOINT, sh -c in the JSON form and in the command of a container, scripts that do not exec
// the program, go run, which dies of SIGTERM and takes the program along untold, and tools that start the program anew when
// its source changes.
//
// It is a note where it depends: Alpine's shell and bash become the last command of their line, and so only happen to do the
// right thing; the shell of an image that is not known may be any; a Dockerfile or stage may be named as one for development;
// go run in a Compose file is for development; the container of a manifest may run no program of the tree. Pipelines and
// alternatives are none of that: every shell stays for them, and bash for a command whose output goes elsewhere.
//
// Not reported: a line or script that uses exec or trap, or that cannot be read for certain; an init (tini, dumb-init, s6,
// supervisord …) as the first process, or init: true and shareProcessNamespace; commands that are no service, like sleep or
// make; images of other languages, unless the Dockerfile also builds Go, and commands like python and java; images without a shell,
// and for Windows; stages that others are built from; jobs; HEALTHCHECK.
//
// Fix: The exec form where the words are plain, otherwise exec before the command.
//
// # Category stop-signal
//
// stop-signal: the program is stopped by a signal that it does not listen to
//
// In production the way out that listens to SIGTERM is never taken: SIGQUIT and most others end a Go program at once, in the
// middle of requests, and one that it ignores leaves it running until SIGKILL comes.
//
//	      SIGQUIT: nobody listens
//	      0s
//	      |
//	      the runtime ends the process: requests in flight are cut, nothing is closed
//
//	signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
//
//	FROM debian:bookworm-slim
//	STOPSIGNAL SIGQUIT // WRONG: the program does not listen to it
//	CMD ["./app"]
//
//	FROM debian:bookworm-slim
//	CMD ["./app"] // RIGHT: Docker sends SIGTERM
//
// STOPSIGNAL, Compose's stop_signal, Kubernetes' lifecycle.stopSignal, systemd's KillSignal, supervisord's stopsignal and the
// kill_signal of Fly and Nomad, which is SIGINT where the file has none, are compared with the signals
// that the program asks for in any of its packages.
//
// Not reported: a program that asks for every signal, or for neither SIGINT nor SIGTERM, or for signals that cannot be seen;
// one behind an init, which may pass on another signal; a unit with an ExecStop. Whether the program
// listens to SIGTERM is for signal-no-sigterm to say.
//
// Fix: SIGTERM in its place, if the program listens to that.
//
// # Category grace-budget
//
// grace-budget: the program may take longer to stop than it is given before SIGKILL
//
// In production the deadline in the code is never reached: SIGKILL comes first, cuts the requests that were promised more
// time, and whatever should have been closed or flushed after them is not.
//
//	      SIGTERM      5s             15s            25s
//	      |------------|--------------|--------------|
//	      [delay       ]
//	                   [drain, which has 20s         ]
//	                                  SIGKILL: what is still in flight is cut
//
//	<-ctx.Done()
//	time.Sleep(5 * time.Second)
//	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
//	defer cancel()
//	srv.Shutdown(ctx)
//
//	services:
//	  app:
//	    build: .
//	    stop_grace_period: 15s // WRONG: the program may take 25s
//
//	services:
//	  app:
//	    build: .
//	    stop_grace_period: 30s // RIGHT
//
// What the platform gives, as its documentation says:
//
//	Kubernetes   terminationGracePeriodSeconds, 30 seconds by default, less a sleep in preStop (Pod Lifecycle: Termination of Pods)
//	Compose      stop_grace_period, 10 seconds (Compose file reference: services)
//	systemd      TimeoutStopSec, 90 seconds; none with SendSIGKILL=no (systemd.service, systemd.kill)
//	supervisord  stopwaitsecs, 10 seconds (Configuration File: [program:x])
//	Fly          kill_timeout, 5 seconds, after kill_signal, SIGINT by default (App configuration: Runtime options)
//	ECS          stopTimeout, 30 seconds, at most 120 with Fargate (Task definition parameters: Container timeouts)
//	Nomad        kill_timeout, 5 seconds, after kill_signal, SIGINT by default but SIGTERM with docker (Job specification: task)
//	Knative      timeoutSeconds, 300 seconds: a revision gets it as the grace period of its pods (Configuration: config-defaults)
//	Cloud Run    10 seconds, which nothing changes (Container runtime contract: Instance shutdown)
//
// Jobs and CronJobs have the grace period of their pods, like all workloads; nothing is sent to them, and nobody asks whether they
// are ready. What the program needs is the longest known way out through one function: the
// deadlines of graceful stops and of what is closed in the same way, pauses between the signal and the stop or the end, calls of
// functions with such a way of their own, and what is deferred; the fields of graceful.App, with their defaults; what is said
// to libraries that end programs by themselves. Constants, variables that are assigned once, arithmetic with them and the
// defaults of flags are worked out. More may happen than can be seen, never less. A preStop hook that sleeps for the whole grace period
// leaves two seconds to a program that listens to SIGTERM, however little it needs.
//
// Not reported: deadlines that come from configuration; a flag that the file's own arguments set; a file that leaves the
// number to a variable, an override beside it, a patch or another object of the same name.
//
// Fix: A number of seconds with room to spare where the file has one or can take one.
//
// # Category readiness
//
// readiness: a Deployment has no readiness probe, or one that asks what the liveness probe asks
//
// In production a rollout sends requests to containers that do not listen yet, and takes old ones away because of them; a
// container that says it is not ready, to be left alone for a while, is killed if the same answer means that it is dead.
//
//	kind: Deployment
//	…
//	  ports: // WRONG: nothing asks this container whether it is ready
//	    - containerPort: 8080
//	  livenessProbe:
//	    httpGet: {path: /livez, port: 8080}
//
//	kind: Deployment
//	…
//	  ports: // RIGHT
//	    - containerPort: 8080
//	  livenessProbe:
//	    httpGet: {path: /livez, port: 8080}
//	  readinessProbe:
//	    httpGet: {path: /readyz, port: 8080}
//
// It is a note where the container runs no program of the tree.
//
// Not reported: databases and other images that are known to hold nothing in Go; a Deployment without ports, with a gate, or in which another container has the probe; patches, and objects
// that a patch or a file of the same name completes; one path for both where liveness is more patient than readiness, as
// Kubernetes recommends then; StatefulSets, DaemonSets, jobs and pods.
//
// Fix: None: what makes a program ready is what a tool cannot know.
//
// # Category no-drain-delay
//
// no-drain-delay: the program refuses connections on SIGTERM while it is still sent requests
//
// Kubernetes tells the container to stop and everybody else to forget its address at the same time. In production the second takes
// seconds: endpoints go to every node, to ingress controllers and to balancers outside of the cluster, each in its own time. A program
// that closes its listeners as soon as it hears SIGTERM refuses what is sent until then, and every rollout answers 502.
//
//	      pod is deleted                                    SIGKILL
//	      0s         ~2s                                      30s
//	      |-----------|-----------------------------------------|
//	      endpoint removal: connections still arrive up to here
//	      SIGTERM
//	      XXXXXXXXXXXX refused
//	      [drain of what is in flight]
//
//	      0s          5s                                      35s
//	      |-----------|-----------------------------------------|
//	      endpoint removal
//	      [preStop    ] SIGTERM: nothing arrives any more
//	                  [drain of what is in flight]
//
//	kind: Deployment
//	…
//	  image: registry.example.com/shop // WRONG: the program shuts its server down as soon as SIGTERM comes
//	  ports:
//	    - containerPort: 8080
//
//	kind: Deployment
//	…
//	  image: registry.example.com/shop // RIGHT
//	  lifecycle:
//	    preStop:
//	      sleep:
//	        seconds: 5
//
// It is an error where a Service selects the pods and there is more than one: by replicas, a HorizontalPodAutoscaler or a DaemonSet.
// Otherwise, and where a rollout ends all pods before it starts others (strategy Recreate), it is a note.
//
// Not reported: a program that waits between the signal and the drain, or does something there of which nobody knows how long it takes,
// or whose way down is left to a library; any preStop hook; pods that no Service beside them selects; jobs, and containers of which
// nobody knows the program; patches, and what a patch completes. Whether the program drains at all is for serve-no-shutdown to say.
//
// Fix: A preStop hook that sleeps for five seconds, and a grace period longer by as much where that may be needed. The sleep action
// is there from Kubernetes 1.30 on; before, exec: {command: ["sleep", "5"]} does the same in an image that has the command, or
// graceful.App with its Delay in the program.
//
// # Category prestop-command
//
// prestop-command: a hook or probe runs a command that the image does not have
//
// Images built on scratch or distroless have no shell, no sleep and no curl. In production the preStop hook fails at once, with an event
// FailedPreStopHook that nobody reads, and the pause that it was there for never happens; a probe that runs a command fails each time.
//
//	      0s                  10s                             30s
//	      |--------------------|--------------------------------|
//	      endpoint removal
//	      preStop: "sh" not found
//	      SIGTERM, though the file says that it comes here ↑
//
//	FROM gcr.io/distroless/static
//
//	lifecycle:
//	  preStop:
//	    exec:
//	      command: ["sh", "-c", "sleep 10"] // WRONG
//
//	FROM gcr.io/distroless/static
//
//	lifecycle:
//	  preStop:
//	    sleep: {seconds: 10} // RIGHT: the kubelet sleeps
//
// Hooks and probes of Kubernetes, the healthcheck of Compose and HEALTHCHECK are compared with the stage of the Dockerfile that the
// container is made of: with its base, and what COPY and ADD put there.
//
// Not reported: an image of which nobody knows the Dockerfile, or that one of several Dockerfiles makes; bases other than scratch and
// the images of distroless and Chainguard without a shell; a COPY that may bring the command, such as one of a whole directory to
// where commands are; a container that mounts something there.
//
// Fix: The sleep action (Kubernetes 1.30) where the hook did nothing else.
//
// # Category ready-while-draining
//
// ready-while-draining: nothing on the way down changes what the readiness path answers
//
// Balancers that ask for themselves, as those of clouds, Traefik and Consul do, send requests for as long as the answer is 200.
// In production they learn that a program stops only when it refuses a connection, and by then that request is lost.
//
//	      0s      SIGTERM                      one probe later
//	      |----------|----------------------------|-----------
//	      GET /readyz: 200           connection refused
//	                 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX refused
//
//	http.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200) })
//
//	readinessProbe:
//	  httpGet: {path: /readyz, port: 8080} // WRONG: no pause either
//
//	http.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) {
//		if draining.Load() { // RIGHT: set on SIGTERM, seconds before Shutdown
//			http.Error(w, "draining", http.StatusServiceUnavailable)
//		}
//	})
//
// Level: note. A Service of Kubernetes looks at no probe of a pod that is being deleted: with a pause before the drain it does without.
//
// Not reported: a container with a preStop hook, and a program that waits before it drains; a handler that looks at anything that is
// not its own, apart from databases that it pings, or that stands behind a middleware of its own; paths that are not registered
// with a constant.
//
// Fix: None: what the answer is to depend on is for the program to say. graceful.App has Ready.
//
// # Category liveness-asks-dependency
//
// liveness-asks-dependency: the liveness probe asks a database, a cache or a queue
//
// Liveness asks whether the process has to be started anew. In production an outage of the database, or only a slow minute, then kills
// all containers at once; they start into the same outage, over and over, and their warm caches and open requests are gone.
//
//	      database is down       failureThreshold × periodSeconds
//	      |--------------------------------|
//	      GET /healthz: 503, 503, 503      SIGTERM to every pod … and again, and again
//
//	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {
//		if db.PingContext(r.Context()) != nil {
//			http.Error(w, "database", http.StatusServiceUnavailable)
//		}
//	})
//
//	livenessProbe:
//	  httpGet: {path: /healthz, port: 8080} // WRONG
//
//	livenessProbe:
//	  httpGet: {path: /livez, port: 8080} // RIGHT: answers without asking anybody
//	readinessProbe:
//	  httpGet: {path: /healthz, port: 8080}
//
// The handler at the path is followed through functions and methods of the module, and through interfaces that one type of the program
// has the method for, to a Ping of anything or a query of a database.
//
// Not reported: startup and readiness probes; a handler that answers 200 whatever it hears, or that looks at how old an answer is;
// paths whose handler is not clear; checks that are kept as functions in fields and lists.
//
// Fix: None: the split into two paths is the program's. Liveness answers 200, readiness asks.
//
// # Category grace-shorter-than-request
//
// grace-shorter-than-request: the program waits less for requests in flight than it lets them take
//
// In production the longest requests, uploads and reports say, are cut by every rollout, although the platform would have waited.
//
//	      SIGTERM             20s          30s                 60s
//	      |--------------------|------------|--------------------|
//	      [drain, by its deadline] cut
//	      [a request that WriteTimeout allows                    ]
//	                                        SIGKILL
//
//	srv := &http.Server{WriteTimeout: 60 * time.Second}
//	…
//	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
//	srv.Shutdown(ctx) // WRONG
//
//	ctx, cancel := context.WithTimeout(context.Background(), 65*time.Second)
//	srv.Shutdown(ctx) // RIGHT: with a grace period of 70 seconds
//
// Level: note. What requests may take is WriteTimeout of http.Server, of the strictest if there are several; without one, what
// http.TimeoutHandler and the contexts of request handlers say. It is told once, where the grace period of the program is.
//
// Not reported: limits and deadlines that are not known; a program that no file deploys.
//
// Fix: None: which of the two is wrong is not in the code.
package deploy
