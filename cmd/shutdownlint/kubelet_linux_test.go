package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptrace"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// second is how long a second of the manifests and programs lasts in TestRollouts.
const second = time.Second / 10

// removal is when nobody knows the address of a pod any more that is deleted: endpoints, kube-proxy, balancers have heard of it.
const removal = 2 * second

// TestRollouts deletes pods of programs in the order of events that Kubernetes has: the preStop hook runs beside the removal of the
// endpoint, SIGTERM comes behind the hook, SIGKILL when the grace period is over. Requests are lost with the manifests that the
// program finds fault with, and none with those that it has mended.
func TestRollouts(t *testing.T) {
	tool, err := exec.LookPath("shutdownlint") // the test binary, under the program's name
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	t.Setenv("NO_COLOR", "1")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "kubelet"))); err != nil {
		t.Fatal(err)
	}
	report := string(stdoutOf(t, dir, tool, "./..."))
	images := buildImages(t, dir)
	tests := []struct {
		name, category string
		long           string // a request of that length is in flight
	}{
		{"front", "no-drain-delay", ""},
		{"mail", "prestop-command", ""},
		{"slow", "grace-budget", "1500ms"}, // 15 seconds
	}
	found := string(stdoutOf(t, dir, tool, "-fix", "-format", "json", "./..."))
	if strings.Contains(found, `"category"`) {
		t.Errorf("after -fix there is still\n%s", found)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			manifest := filepath.Join("k8s", test.name+".yaml")
			wrong := readPod(t, filepath.Join("testdata", "kubelet", manifest))
			if lines := regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(manifest)+`.*\[(.*)\]$`).FindAllStringSubmatch(report, -1); len(lines) != 1 || lines[0][1] != test.category {
				t.Fatalf("%s: want one finding of %s:\n%s", manifest, test.category, report)
			}
			var o outcome
			for try := 0; o.lost == 0 && try < 5; try++ { // where the machine is busy the program may close its listener too late to refuse anything
				o = wrong.remove(t, images[test.name], test.long)
			}
			if errors.Is(o.hook, fs.ErrPermission) {
				t.Skipf("no process may be run within a directory here: %v", o.hook)
			}
			if o.lost == 0 || len(wrong.command) > 0 && !errors.Is(o.hook, fs.ErrNotExist) {
				t.Errorf("%d requests are lost with the manifest that is found fault with (hook: %v)", o.lost, o.hook)
			}
			right := readPod(t, filepath.Join(dir, manifest))
			for try := 0; try < 5; try++ {
				if o = right.remove(t, images[test.name], test.long); !o.late {
					break
				}
			}
			if o.lost > 0 || o.hook != nil {
				t.Errorf("%d requests are lost with the manifest that was mended (hook: %v, the machine was too busy: %v)", o.lost, o.hook, o.late)
			}
		})
	}
}

// buildImages builds the programs of a module, whose seconds are made shorter, and returns for each a directory that holds it and
// nothing else, as its image does.
func buildImages(t *testing.T, module string) map[string]string {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(module)); err != nil {
		t.Fatal(err)
	}
	images := make(map[string]string)
	for _, name := range []string{"front", "mail", "slow"} {
		file := filepath.Join(dir, "cmd", name, "main.go")
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		short := strings.ReplaceAll(string(src), "time.Second", "(time.Second / 10)")
		if err := os.WriteFile(file, []byte(short), 0o666); err != nil {
			t.Fatal(err)
		}
		images[name] = t.TempDir()
	}
	cmd := exec.Command("go", "build", "-o", filepath.Join(dir, "bin")+string(filepath.Separator), "./cmd/...")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, image := range images {
		if err := os.Rename(filepath.Join(dir, "bin", name), filepath.Join(image, name)); err != nil {
			t.Fatal(err)
		}
	}
	return images
}

// A pod is what matters of a manifest when a pod is deleted, in seconds.
type pod struct {
	sleep   int
	command []string
	grace   int
}

// readPod reads the last object of a manifest.
func readPod(t *testing.T, file string) pod {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var object struct {
		Spec struct {
			Template struct {
				Spec struct {
					Grace      *int `yaml:"terminationGracePeriodSeconds"`
					Containers []struct {
						Lifecycle struct {
							PreStop struct {
								Sleep struct{ Seconds int }
								Exec  struct{ Command []string }
							} `yaml:"preStop"`
						}
					}
				}
			}
		}
	}
	for d := yaml.NewDecoder(strings.NewReader(string(content))); ; {
		if err := d.Decode(&object); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	spec := object.Spec.Template.Spec
	if spec.Grace == nil || len(spec.Containers) != 1 {
		t.Fatalf("%s: %+v", file, spec)
	}
	hook := spec.Containers[0].Lifecycle.PreStop
	return pod{hook.Sleep.Seconds, hook.Exec.Command, *spec.Grace}
}

// An outcome is what became of the requests to a pod that was deleted.
type outcome struct {
	lost int
	hook error // of the hook
	late bool  // the machine was too busy for the order of events to hold
}

// remove starts the program of an image, sends it requests, and deletes its pod. A request that takes as long as long says is in
// flight from before.
func (p pod) remove(t *testing.T, image, long string) outcome {
	cmd := exec.Command(filepath.Join(image, filepath.Base(programOf(t, image))))
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	if !lines.Scan() {
		t.Fatalf("the program does not start: %v, %v", lines.Err(), cmd.Wait())
	}
	url := "http://" + lines.Text()

	var o outcome
	var mu sync.Mutex
	var requests sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	send := func(ctx context.Context, query string) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+query, nil)
		if err != nil {
			t.Error(err)
			return
		}
		resp, err := client.Do(req)
		if err == nil {
			_, err = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		if err != nil {
			mu.Lock()
			defer mu.Unlock()
			o.lost++
		}
	}
	send(t.Context(), "") // it serves
	if long != "" {
		written := make(chan struct{})
		sent := sync.OnceFunc(func() { close(written) })
		traced := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { sent() }})
		requests.Go(func() {
			defer sent()
			send(traced, "?for="+long)
		})
		<-written
	}

	deleted := time.Now()
	requests.Go(func() { // whoever knows the address sends one after the other, each on a connection of its own
		for time.Since(deleted) < removal {
			send(t.Context(), "")
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(p.grace)*second)
	defer cancel()
	o.hook = p.preStop(ctx, image)
	hooked := time.Since(deleted)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-ended:
	case <-ctx.Done():
		_ = cmd.Process.Kill()
		<-ended
	}
	requests.Wait()
	o.late = hooked > time.Duration(p.sleep)*second+second || time.Since(deleted) > time.Duration(p.grace)*second
	return o
}

// programOf returns the one file of an image.
func programOf(t *testing.T, image string) string {
	files, err := os.ReadDir(image)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	return files[0].Name()
}

// preStop runs the hook of a pod: the sleep action, or a command within the image.
func (p pod) preStop(ctx context.Context, image string) error {
	if p.sleep > 0 {
		select {
		case <-time.After(time.Duration(p.sleep) * second):
		case <-ctx.Done():
		}
	}
	if len(p.command) == 0 {
		return nil
	}
	cmd := exec.CommandContext(ctx, "/bin/"+p.command[0], p.command[1:]...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: image}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
	}
	return cmd.Run()
}
