package deploy

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/shell"
)

// The test binary is also the service that the containers of TestFirstProcess run.
func TestMain(m *testing.M) {
	if os.Getenv("SERVICE") != "" {
		serve()
		return
	}
	os.Exit(m.Run())
}

// serve says that it is ready, and what it hears.
func serve() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	os.Stdout.WriteString("ready\n")
	<-c
	os.Stdout.WriteString("heard SIGTERM\n")
}

// TestFirstProcess shows that containers behave as the messages of pid1-shell-form say: it runs a service in a process
// namespace of its own, as Docker does, and sends SIGTERM to the first process there.
func TestFirstProcess(t *testing.T) {
	const (
		heard  = "the service hears it"
		lost   = "it never arrives, and nothing ends" // what the error and the unknown shell are about
		killed = "the service is killed untold"
	)
	tests := []struct {
		name    string
		argv    []string // $APP stands for the service
		shell   shellKind
		want    string
		problem string // part of the message that belongs to it, or "" for none
		note    bool
	}{
		{"exec form", []string{"$APP"}, dash, heard, "", false},
		{"dash", []string{"dash", "-c", "$APP"}, dash, lost, "SIGTERM never reaches", false},
		{"dash, two commands", []string{"dash", "-c", "true && $APP"}, dash, lost, "SIGTERM never reaches", false},
		{"dash, pipeline", []string{"dash", "-c", "$APP | cat"}, dash, lost, "SIGTERM never reaches", false},
		{"dash with exec", []string{"dash", "-c", "exec $APP"}, dash, heard, "", false},
		{"dash with exec at the end", []string{"dash", "-c", "true && exec $APP"}, dash, heard, "", false},
		{"busybox", []string{"busybox", "sh", "-c", "$APP"}, busybox, heard, "happens to become the last command", true},
		{"busybox, two commands", []string{"busybox", "sh", "-c", "true; $APP"}, busybox, heard, "happens to become the last command", true},
		{"busybox, pipeline", []string{"busybox", "sh", "-c", "$APP | cat"}, busybox, lost, "SIGTERM never reaches", false},
		{"busybox, alternative", []string{"busybox", "sh", "-c", "$APP || exit 1"}, busybox, lost, "SIGTERM never reaches", false},
		{"bash", []string{"bash", "-c", "$APP"}, bash, heard, "happens to become the last command", true},
		{"bash, pipeline", []string{"bash", "-c", "$APP | cat"}, bash, lost, "SIGTERM never reaches", false},
		{"bash, redirection", []string{"bash", "-c", "$APP 2>&1"}, bash, lost, "SIGTERM never reaches", false},
		{"busybox, redirection", []string{"busybox", "sh", "-c", "$APP 2>&1"}, busybox, heard, "happens to become the last command", true},
		{"script", []string{"sh", "$SCRIPT"}, unknownShell, lost, "SIGTERM never reaches", false},
		{"busybox script", []string{"busybox", "sh", "$SCRIPT"}, unknownShell, lost, "SIGTERM never reaches", false},
		{"bash script", []string{"bash", "$SCRIPT"}, unknownShell, lost, "SIGTERM never reaches", false},
		{"go run", []string{"go", "run", "$SOURCE"}, unknownShell, killed, "killed with it", false},
	}
	namespaces(t)
	app, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	script, main := filepath.Join(dir, "entry.sh"), filepath.Join(dir, "main.go")
	write(t, script, "#!/bin/sh\ntrue\n"+app+"\n")
	write(t, main, source)
	words := strings.NewReplacer("$APP", app, "$SCRIPT", script, "$SOURCE", main)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var argv []string
			for _, word := range test.argv {
				argv = append(argv, words.Replace(word))
			}
			path, err := exec.LookPath(argv[0])
			if err != nil {
				t.Skipf("%s is not installed", argv[0])
			}
			output, ended := terminateFirst(t, path, argv)
			got := lost
			switch {
			case strings.Contains(output, "heard SIGTERM"):
				got = heard
			case ended:
				got = killed
			}
			if got != test.want {
				t.Errorf("%q: %s; want: %s\n%s", argv, got, test.want, output)
			}
			message, note := judgement(t, argv, test.shell, script)
			if (message == "") != (test.problem == "") || !strings.Contains(message, test.problem) || note != test.note {
				t.Errorf("%q: the message is %q (note: %v), want %q (%v)", argv, message, note, test.problem, test.note)
			}
		})
	}
}

// judgement is what the check says about argv.
func judgement(t *testing.T, argv []string, sh shellKind, script string) (message string, note bool) {
	p := judge(argv, sh)
	if p != nil && p.file == script {
		content, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		p = judgeFile(shell.Parse(string(content)), string(content))
	}
	if p == nil {
		return "", false
	}
	return p.message, p.note
}

// namespaces skips the test where a process may not make a process namespace.
func namespaces(t *testing.T) {
	cmd := exec.Command("true")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	if err := cmd.Run(); err != nil {
		t.Skipf("process namespaces are not permitted here: %v", err)
	}
}

// terminateFirst runs argv as the first process of a namespace, sends SIGTERM to it when the service is ready, and returns
// what was printed until then or in the second after, and whether the first process ended.
func terminateFirst(t *testing.T, path string, argv []string) (output string, ended bool) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, argv[1:]...)
	cmd.Args[0] = argv[0]
	cmd.Env = append(os.Environ(), "SERVICE=1", "GOFLAGS=", "GOWORK=off")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	cmd.Stdout, cmd.Stderr = write, os.Stderr
	err = cmd.Start()
	write.Close()
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(read)
	if !lines.Scan() || lines.Text() != "ready" {
		cancel()
		t.Fatalf("the service does not start: %q, %v", lines.Text(), errors.Join(lines.Err(), cmd.Wait()))
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	select {
	case <-exited:
		ended = true
	case <-time.After(time.Second):
		cancel() // with its first process the namespace ends
		<-exited
	}
	rest, err := io.ReadAll(read)
	if err != nil {
		t.Fatal(err)
	}
	return lines.Text() + "\n" + string(rest), ended
}

// source does what serve does.
const source = `package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGTERM)
	os.Stdout.WriteString("ready\n")
	<-c
	os.Stdout.WriteString("heard SIGTERM\n")
}
`
