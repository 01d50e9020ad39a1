//go:build linux

package drill

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// Process 1 of a container has no default for SIGTERM, and is sent SIGKILL when the
// time of docker stop is over. What is right must pass there, and a fault be found.
func TestContainer(t *testing.T) {
	if out, err := exec.CommandContext(t.Context(), "docker", "version").CombinedOutput(); err != nil {
		t.Skipf("DID NOT RUN: no docker engine: %v\n%s", err, out)
	}
	server := filepath.Join(t.TempDir(), "server")
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-o", server)
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // an image without libraries will do
	importing := exec.CommandContext(t.Context(), "docker", "import", "-")
	importing.Stdin = bytes.NewReader(make([]byte, 1024)) // an archive of nothing
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	image, err := importing.Output()
	if err != nil {
		t.Fatal(err)
	}
	image = bytes.TrimSpace(image)
	t.Cleanup(func() { exec.Command("docker", "rmi", string(image)).Run() })
	for i, test := range []struct {
		service, time string
		direct        bool
		status        int
		want          []string
	}{
		{"correct", "30", false, 0, nil},
		{"correct", "30", true, 0, nil},
		{"ignores the signal", "1", false, 137, []string{CheckRequests, CheckReadiness, CheckStatus}},
		{"shuts down at once", "30", false, 0, []string{CheckReadiness}},
	} {
		t.Run(fmt.Sprint(test.service, " ", test.direct), func(t *testing.T) {
			s := service(t, test.service)
			name := fmt.Sprintf("drill-%d-%d", os.Getpid(), i)
			s.Addr, s.Direct, s.Stop = freeAddr(t), test.direct, []string{"docker", "stop", "-t", test.time, name}
			s.Command = []string{"docker", "run", "--rm", "--name", name, "--network", "host", "-v", server + ":/server:ro",
				"-e", "DRILL_SERVICE=" + test.service, "-e", "DRILL_ADDR={addr}", string(image), "/server"}
			r, err := s.Drill(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			failed := slices.DeleteFunc(r.Failures(), func(check string) bool { // it may be lucky
				return check == CheckRequests && test.service == "shuts down at once"
			})
			if !r.Starved && !slices.Equal(failed, test.want) || r.Status != test.status || r.Total().OK == 0 {
				t.Errorf("failed %v, want %v; status %d\n%v\n%s", failed, test.want, r.Status, r.Checks, r.Output)
			}
		})
	}
}
