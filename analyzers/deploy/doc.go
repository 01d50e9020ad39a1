// Package deploy documents what is found in the files by which a program is deployed.
//
// # Analyzer deploy
//
// deploy: report deployment files that keep a program from stopping well
//
// The best code for stopping is worth nothing where SIGTERM never reaches it. The standalone command, and it alone, also
// reads the deployment files of the directories that it is asked about: Dockerfiles with the scripts that they start,
// Compose files, Kubernetes manifests and systemd units. ./... stands for the whole tree, apart from nested modules, vendor,
// testdata, node_modules, and directories that begin with a dot or an underscore. In these files a comment
//
//	# shutdownlint:ignore category[,category] reason
//
// works as it does in Go. Files that cannot be read for certain, such as Helm templates, are left alone; -debug says which.
//
// A file is compared with the code only where it is clear which program it deploys: by the file that it runs, followed
// through COPY to what go build makes, by the Dockerfile that Compose builds, or by an image that is called after the
// program; and only if all packages of the module that the program is made of are analysed.
//
// # Category pid1-shell-form
//
// pid1-shell-form: a shell, a script or go run stands between SIGTERM and the program
//
// The first process of a container is special: the kernel drops a SIGTERM for which it has no handler. A shell has none, and
// passes nothing on. In production each stop then lasts until the grace period is over, and SIGKILL cuts what is in flight.
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
// alternatives are none of that: every shell stays for them.
//
// Not reported: a line or script that uses exec or trap, or that cannot be read for certain; an init (tini, dumb-init, s6,
// supervisord …) as the first process, or init: true and shareProcessNamespace; commands that are no service, like sleep or
// make; images of other languages, unless the Dockerfile also builds Go; images without a shell, and for Windows; stages that
// others are built from; jobs; HEALTHCHECK.
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
//	signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
//
//	FROM debian:bookworm-slim
//	STOPSIGNAL SIGQUIT // WRONG: the program does not listen to it
//	CMD ["./app"]
//
//	FROM debian:bookworm-slim
//	CMD ["./app"] // RIGHT: Docker sends SIGTERM
//
// STOPSIGNAL, Compose's stop_signal, Kubernetes' lifecycle.stopSignal and systemd's KillSignal are compared with the signals
// that the program asks for in any of its packages.
//
// Not reported: a program that asks for every signal, or for neither SIGINT nor SIGTERM, or for signals that cannot be seen;
// one behind an init, which may pass on another signal; a unit with an ExecStop or overrides of its own. Whether the program
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
// What the platform gives: terminationGracePeriodSeconds (30 seconds by default) less a sleep in preStop, stop_grace_period
// (10 seconds), TimeoutStopSec (90 seconds). What the program needs is the longest known way out through one function: the
// deadlines of graceful stops and of what is closed in the same way, pauses between the signal and the stop, calls of
// functions with such a way of their own, and what is deferred; the fields of graceful.App, with their defaults; what is said
// to libraries that end programs by themselves. Constants, variables that are assigned once, arithmetic with them and the
// defaults of flags are worked out. More may happen than can be seen, never less.
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
// Not reported: a Deployment without ports, with a gate, or in which another container has the probe; patches, and objects
// that a patch or a file of the same name completes; one path for both where liveness is more patient than readiness, as
// Kubernetes recommends then; StatefulSets, DaemonSets, jobs and pods.
//
// Fix: None: what makes a program ready is what a tool cannot know.
package deploy
