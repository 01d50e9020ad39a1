package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestManifestsGrow reads ten megabytes of manifests of which all run the program, and each is found fault with: with twice as many it
// takes twice as long, and of a stream no more memory than was promised. (Documents of the tree may complete each other: all are kept.)
func TestManifestsGrow(t *testing.T) {
	for _, inTree := range []bool{false, true} {
		t.Run(fmt.Sprintf("in the tree %v", inTree), func(t *testing.T) { manifestsGrow(t, inTree) })
	}
}

func manifestsGrow(t *testing.T, inTree bool) {
	tool, err := exec.LookPath("shutdownlint") // the test binary, under the program's name
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	read := func(megabytes int) (time.Duration, int64) {
		var stream bytes.Buffer
		objects := 0
		for ; stream.Len() < megabytes<<20; objects++ {
			fmt.Fprintf(&stream, manifest, objects)
		}
		cmd := exec.Command(tool, "-q", "-manifests", "-", "./...")
		cmd.Dir = filepath.Join("..", "..", "testdata", "services", "platform-right")
		cmd.Stdin = &stream
		if inTree {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(cmd.Dir)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "all.yaml"), stream.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd = exec.Command(tool, "-q", "./...")
			cmd.Dir = dir
		}
		var stdout bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, io.Discard
		if err := cmd.Run(); err != nil {
			if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() != exitFindings {
				t.Fatal(err)
			}
		}
		if n := bytes.Count(stdout.Bytes(), []byte("[grace-budget]\n")); n != objects {
			t.Errorf("%d findings in %d objects", n, objects)
		}
		memory := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
		taken := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		t.Logf("%d MB, %d objects: %v of CPU, %d MB of memory", megabytes, objects, taken.Round(10*time.Millisecond), memory>>20)
		return taken, memory
	}
	const promised = 200 << 20
	for try := 0; ; try++ {
		half, _ := read(5)
		whole, memory := read(10)
		if memory > promised && !inTree {
			t.Errorf("%d MB of memory for 10 MB of manifests, want at most %d MB", memory>>20, promised>>20)
		}
		if whole < half*5/2 {
			return
		}
		if try == 2 { // others may have taken the machine's caches in between
			t.Errorf("%v for 5 MB, %v for 10 MB: that is more than in proportion", half, whole)
			return
		}
	}
}

const manifest = `---
# Source: chart/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: app%[1]d, labels: {app.kubernetes.io/managed-by: Helm}}
spec:
  replicas: 3
  selector:
    matchLabels: {app: app%[1]d}
  template:
    metadata:
      labels: {app: app%[1]d}
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - name: app
          image: registry.example.com/acme/shop:v1.2.3
          env:
            - {name: A, value: "some value"}
          ports:
            - containerPort: 8080
          readinessProbe:
            httpGet: {path: /ready, port: 8080}
          livenessProbe:
            httpGet: {path: /live, port: 8080}
---
apiVersion: v1
kind: Service
metadata:
  name: app%[1]d
spec:
  selector: {app: app%[1]d}
`
