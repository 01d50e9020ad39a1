//go:build unix

package analyzers_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestWayDown shows that the checks of the way down tell the truth, and that their fixes help: each of the small services in
// testdata/services/waydown has one mistake, and cuts or fails the request in flight when SIGTERM comes; after -fix it
// answers it.
func TestWayDown(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs services")
	}
	for _, check := range []string{"deadctx", "unawaited", "falsefatal", "basectx"} {
		t.Run(check, func(t *testing.T) {
			t.Parallel()
			dir := checktest.Copy(t, filepath.Join("..", "testdata", "services", "waydown"))
			if status, err := terminateDuringRequest(t, dir, check); err == nil && status == http.StatusOK {
				t.Error("before -fix the request in flight was answered: there is no mistake")
			}
			fix := exec.Command(checktest.Binary(t), "-C", dir, "-fix", "-"+check, "./cmd/"+check)
			if out, err := fix.CombinedOutput(); err != nil {
				t.Fatalf("%v: %v\n%s", fix.Args, err, out)
			}
			if status, err := terminateDuringRequest(t, dir, check); err != nil || status != http.StatusOK {
				t.Errorf("after -fix the request in flight was answered %d, %v; want 200", status, err)
			}
		})
	}
}

// terminateDuringRequest builds and starts the service, and sends it SIGTERM while it answers a request.
func terminateDuringRequest(t *testing.T, dir, name string) (status int, err error) {
	t.Helper()
	bin := filepath.Join(t.TempDir(), name)
	build := exec.Command("go", "build", "-o", bin, "./cmd/"+name)
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", build.Args, err, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cancel()
	output := bufio.NewScanner(stdout)
	if !output.Scan() {
		t.Fatal("the service does not listen")
	}
	addr := strings.TrimPrefix(output.Text(), "listening on ")
	go func() {
		output.Scan() // started
		cmd.Process.Signal(syscall.SIGTERM)
	}()
	client := &http.Client{Transport: new(http.Transport)}
	defer client.CloseIdleConnections()
	resp, err := client.Get("http://" + addr + "/slow")
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}
