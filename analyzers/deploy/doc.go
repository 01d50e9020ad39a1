// Package deploy documents what is found in the files by which a program is deployed.
//
// # Analyzer deploy
//
// deploy: report deployment files that keep a program from stopping well
//
// The best code for stopping is worth nothing where SIGTERM never reaches it. The standalone command, and it alone, also
// reads the Dockerfiles, with the scripts that they start, of the directories that it is asked about: ./... stands for the
// whole tree, apart from nested modules, vendor, testdata, node_modules and hidden directories. In these files a comment
//
//	# shutdownlint:ignore category[,category] reason
//
// works as it does in Go.
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
// The shell form of CMD and ENTRYPOINT, sh -c in the JSON form, scripts that do not exec the program, go run, which dies of
// SIGTERM and takes the program along untold, and tools that start the program anew when its source changes.
//
// It is a note where it depends: Alpine's shell and bash become the last command of their line, and so only happen to do the
// right thing; the shell of an image that is not known may be any; a Dockerfile or stage may be named as one for development.
// Pipelines and alternatives are none of that: every shell stays for them.
//
// Not reported: a line or script that uses exec or trap, or that cannot be read for certain; an init (tini, dumb-init, s6,
// supervisord …) as the first process; commands that are no service, like sleep or make; images of other languages, unless
// the Dockerfile also builds Go; images without a shell, and for Windows; stages that others are built from; HEALTHCHECK.
//
// Fix: The exec form where the words are plain, otherwise exec before the command.
package deploy
