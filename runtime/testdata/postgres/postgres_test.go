//go:build unix

// Package postgres proves with a real database that what a stopping service has
// acknowledged is there: a drill cannot see whether an answer is true.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq"

	"github.com/shutdownlint/shutdownlint/runtime/graceful"
)

// stops is the number of times that the service is stopped under load.
const stops = 50

// The service is this program, started again.
func TestMain(m *testing.M) {
	if dsn := os.Getenv("POSTGRES_DSN"); dsn != "" {
		os.Exit(graceful.ExitCode(serve(dsn, os.Getenv("POSTGRES_ADDR"))))
	}
	os.Exit(m.Run())
}

// serve writes a row for each request: before the answer, or, where it was only
// accepted, after it.
func serve(dsn, addr string) error {
	app := &graceful.App{Delay: 200 * time.Millisecond}
	app.Start = func(ctx context.Context) error {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			return err
		}
		app.Defer("db", func(context.Context) error { return db.Close() })
		app.Ready("db", db.PingContext)
		insert := func(ctx context.Context, id string) error {
			_, err := db.ExecContext(ctx, "INSERT INTO acknowledged VALUES ($1)", id)
			return err
		}
		mux := http.NewServeMux()
		mux.Handle("GET /readyz", app)
		mux.HandleFunc("POST /now/{id}", func(w http.ResponseWriter, r *http.Request) {
			if err := insert(r.Context(), r.PathValue("id")); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		})
		mux.HandleFunc("POST /later/{id}", func(w http.ResponseWriter, r *http.Request) {
			id := r.PathValue("id")
			app.Go("insert", func(context.Context) error {
				time.Sleep(50 * time.Millisecond)
				ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
				defer cancel()
				return insert(ctx, id)
			})
			w.WriteHeader(http.StatusAccepted)
		})
		app.Servers = []*http.Server{{Addr: addr, Handler: mux}}
		return db.PingContext(ctx)
	}
	err := app.Run(context.Background())
	if err != nil {
		fmt.Println("error:", err)
	}
	return err
}

func TestAcknowledgedIsWritten(t *testing.T) {
	dsn := startPostgres(t)
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE acknowledged (id text PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	acknowledged, after := 0, 0
	for stop := range stops {
		ids, late := stopUnderLoad(t, dsn, stop)
		acknowledged, after = acknowledged+len(ids), after+late
		rows := make(map[string]bool)
		list, err := db.Query("SELECT id FROM acknowledged")
		if err != nil {
			t.Fatal(err)
		}
		for list.Next() {
			var id string
			if err := list.Scan(&id); err != nil {
				t.Fatal(err)
			}
			rows[id] = true
		}
		if err := errors.Join(list.Err(), list.Close()); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if !rows[id] {
				t.Errorf("stop %d: %s was acknowledged, and is no row", stop, id)
			}
		}
	}
	t.Logf("%d stops, %d writes acknowledged, %d of them after the signal: each is a row", stops, acknowledged, after)
	if after == 0 {
		t.Error("no load met a stop")
	}
}

// stopUnderLoad runs the service, stops it under load, and returns what it has
// acknowledged, and how much of that after the signal.
func stopUnderLoad(t *testing.T, dsn string, stop int) (ids []string, late int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), "POSTGRES_DSN="+dsn, "POSTGRES_ADDR="+addr)
	out := new(output)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for begin := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if resp, err := http.Get("http://" + addr + "/readyz"); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Since(begin) > time.Minute {
			cmd.Process.Kill()
			t.Fatal("not ready:", out)
		}
	}
	var mu sync.Mutex
	signalled := false
	var clients sync.WaitGroup
	for n := range 8 {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for i := 0; ; i++ {
				id, path := fmt.Sprintf("%d-%d-%d", stop, n, i), "/now/"
				if i%2 == 0 {
					path = "/later/"
				}
				resp, err := client.Post("http://"+addr+path+id, "", nil)
				if err != nil {
					return // refused, or cut: nothing was acknowledged
				}
				_, err = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				if resp.StatusCode >= 300 || err != nil {
					t.Errorf("%s: %s, %v\n%s", id, resp.Status, err, out)
					return
				}
				mu.Lock()
				ids = append(ids, id)
				if signalled {
					late++
				}
				mu.Unlock()
			}
		})
	}
	time.Sleep(300 * time.Millisecond)
	mu.Lock()
	signalled = true
	mu.Unlock()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	clients.Wait()
	if err := cmd.Wait(); err != nil {
		t.Errorf("stop %d: %v\n%s", stop, err, out)
	}
	return ids, late
}

// output is what the service prints.
type output struct {
	mu   sync.Mutex
	text []byte
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text = append(o.text, b...)
	return len(b), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return string(o.text)
}

// startPostgres starts a server of its own on a socket, and returns how to reach it.
func startPostgres(t *testing.T) (dsn string) {
	t.Helper()
	bin := programs()
	if bin == "" {
		t.Skip("DID NOT RUN: there is no Postgres on this machine (Debian: apt-get install postgresql)")
	}
	dir := filepath.Join(t.TempDir(), "pg")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	attr := &syscall.SysProcAttr{}
	if os.Getuid() == 0 { // Postgres refuses to run as root
		u, err := user.Lookup("postgres")
		if err != nil {
			t.Skip("DID NOT RUN: there is no user postgres:", err)
		}
		uid, _ := strconv.Atoi(u.Uid) // on Unix they are numbers
		gid, _ := strconv.Atoi(u.Gid)
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		for path := dir; path != os.TempDir() && path != "/"; path = filepath.Dir(path) {
			if err := os.Chmod(path, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(os.Chmod(dir, 0o700), os.Chown(dir, uid, gid)); err != nil {
			t.Fatal(err)
		}
	}
	command := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir, cmd.SysProcAttr = dir, attr
		return cmd
	}
	data := filepath.Join(dir, "data")
	if out, err := command("initdb", "-A", "trust", "-U", "drill", "-D", data).CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	server := command("postgres", "-D", data, "-k", dir, "-c", "listen_addresses=")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Signal(syscall.SIGINT) // a fast shutdown
		server.Wait()
	})
	dsn = "user=drill dbname=postgres sslmode=disable host=" + dir
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for begin := time.Now(); db.Ping() != nil; time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatal("Postgres does not answer:", db.Ping())
		}
	}
	return dsn
}

// programs returns where Postgres is, or "".
func programs() string {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // where Debian has it; the pattern is right
	if len(found) == 0 {
		return ""
	}
	return filepath.Dir(found[len(found)-1])
}
