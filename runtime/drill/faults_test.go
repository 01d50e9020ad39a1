//go:build linux

package drill

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// recordingT is a TB that keeps the failure for itself.
type recordingT struct {
	*testing.T
	errors []string
	fatal  bool
}

func (t *recordingT) Errorf(format string, args ...any) {
	t.errors = append(t.errors, fmt.Sprintf(format, args...))
}

func (t *recordingT) Fatalf(format string, args ...any) {
	t.fatal = true
	t.Errorf(format, args...)
}

func TestCorrectServicePasses(t *testing.T) {
	for _, direct := range []bool{false, true} {
		s := service(t, "correct")
		s.Event, s.Hijack, s.Direct = "/events", "/ws", direct
		r := Run(t, s)
		kinds := map[string]bool{}
		for _, c := range r.Counts {
			kinds[c.Kind] = true
		}
		if len(kinds) != 6 {
			t.Error("load of", len(kinds), "kinds:", kinds)
		}
		if r.Took > 5*time.Second {
			t.Error("the silent connection cost five seconds:", r.Took)
		}
		if !strings.Contains(r.Output, "db closed") {
			t.Error("closers did not run:", r.Output)
		}
	}
}

func TestFaultsAreFound(t *testing.T) {
	for _, test := range []struct {
		name string
		edit func(*Service)
		want []string // the checks that fail
		why  string
	}{
		{"returns early", func(s *Service) { s.Slow, s.Event, s.Hijack = "/slow?d=10s", "/events", "/ws" }, []string{CheckRequests, CheckStatus}, "requests were cut"},
		{"shuts down at once", nil, []string{CheckReadiness}, "while the probe still succeeded"},
		{"zero after cut", func(s *Service) { s.Slow = "/slow?d=5s" }, []string{CheckRequests, CheckStatus}, "status 0, although"},
		{"slow exit", func(s *Service) { s.Budget = 4 * time.Second }, []string{CheckTime}, "still there 4s after the signal"},
		{"ignores the signal", func(s *Service) { s.Budget = time.Second }, []string{CheckReadiness, CheckTime}, "never failed, nor did the listener close"},
		{"orphan", nil, []string{CheckChildren}, "sleep"},
		{"exits after the delay", func(s *Service) { s.Slow = "" }, []string{CheckRequests, CheckStatus}, "status 0, although 1 requests were cut"},
		{"redirects", func(s *Service) { s.Direct = true }, []string{CheckRequests}, "status 302, and 200 before the signal"},
		{"says something else", func(s *Service) { s.Direct = true }, []string{CheckRequests}, "another body than before the signal"},
		{"gRPC fails", func(s *Service) { s.GRPC, s.Slow, s.Path, s.Direct = true, "", "/drill.Echo/Echo", true }, []string{CheckRequests}, `grpc-status "14": leaving`},
		{"truncates", func(s *Service) { s.Direct = true }, []string{CheckRequests, CheckStatus}, "the body ends after 2 of 5 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := service(t, test.name)
			if test.edit != nil {
				test.edit(&s)
			}
			var rec *recordingT
			var r *Report
			for range 10 { // a machine without time proves nothing
				rec = &recordingT{T: t}
				if r = Run(rec, s); r == nil || rec.fatal {
					t.Fatal(rec.errors)
				}
				if !r.Starved {
					break
				}
			}
			failed := r.Failures()
			if test.name == "shuts down at once" { // whether a request meets the closed listener is a matter of luck
				failed = slices.DeleteFunc(failed, func(name string) bool { return name == CheckRequests || name == CheckStatus })
			}
			if !slices.Equal(failed, test.want) || r.Passed || len(rec.errors) == 0 {
				t.Errorf("failed %v, want %v", failed, test.want)
			}
			text := strings.Join(rec.errors, "\n")
			for _, q := range r.Requests {
				text += "\n" + q.Why
			}
			if !strings.Contains(text, test.why) {
				t.Errorf("the verdict does not say %q:\n%s", test.why, text)
			}
			overran := slices.Contains(test.want, CheckTime)
			if overran != strings.Contains(r.Goroutines, "goroutine 1 ") {
				t.Errorf("goroutines: %.200q", r.Goroutines)
			}
			for _, p := range r.Children {
				var pid int
				fmt.Sscan(p, &pid)
				if st, ok := readStat(pid); ok && st.state != "Z" {
					t.Error("the drill itself left behind", p)
				}
			}
		})
	}
}

// What a drill calls cut the service had accepted or not: its ledger says so.
func TestLedger(t *testing.T) {
	for name, want := range map[string]int{"correct": 0, "tls": 0, "cuts one": 1} {
		s := service(t, name)
		s.TLS, s.Direct = name == "tls", true
		r, err := s.Drill(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		cut, err := accepted(r)
		begun, _ := entries(r.Output, ledgerBegun)
		if err != nil || len(cut) != want || len(begun) < r.Total().OK || r.Total().OK == 0 {
			t.Errorf("%s: accepted and cut %v, want %d; %d begun, %+v, %v", name, cut, want, len(begun), r.Total(), err)
		}
	}
	dropped := &Report{Requests: []Request{{Number: 1, From: "there", Outcome: Cut}, {Number: 2, From: "here", Outcome: Refused}, {Number: 3, Outcome: Failed}}}
	if _, err := accepted(dropped); err == nil {
		t.Error("no ledger passes")
	}
	dropped.Output = ledgerBegun + " 11 3\n" + ledgerRead + " here elsewhere\n"
	if list, err := accepted(dropped); err != nil || len(list) != 1 || list[0].Number != 2 {
		t.Error("read and dropped:", list, err)
	}
}

// What is right must pass, in whatever way it is spoken to.
func TestWaysToSpeak(t *testing.T) {
	authorised := http.Header{"Authorization": {"Bearer drill"}, "Host": {"service.test"}}
	for _, test := range []struct {
		name, service string
		edit          func(*Service)
	}{
		{"TLS", "tls", func(s *Service) { s.TLS, s.Event, s.Hijack = true, "/events", "/ws" }},
		{"HTTP/2", "tls", func(s *Service) { s.TLS, s.HTTP2, s.Event = true, true, "/events" }},
		{"HTTP/2 without TLS", "correct", func(s *Service) { s.HTTP2, s.Event = true, "/events" }},
		{"HTTP/2, direct", "tls", func(s *Service) { s.TLS, s.HTTP2, s.Direct = true, true, true }},
		{"GET only, authorised", "particular", func(s *Service) { s.Method, s.Header = "GET", authorised }},
		{"PUT", "particular", func(s *Service) { s.Method, s.Header, s.Body = "PUT", authorised, "{}" }},
		{"probe elsewhere", "probe elsewhere", func(s *Service) {
			s.ReadyAddr = freeAddr(t)
			s.Env = append(s.Env, "DRILL_READY_ADDR="+s.ReadyAddr)
		}},
		{"interrupt", "correct", func(s *Service) { s.Signal = os.Interrupt }},
		{"interrupt, direct", "correct", func(s *Service) { s.Signal, s.Direct = os.Interrupt, true }},
		{"stop command", "correct", func(s *Service) { s.Stop = []string{"kill", "-TERM", "{pid}"} }},
		{"gRPC", "gRPC", func(s *Service) { s.GRPC, s.Slow = true, "" }},
		{"gRPC call, direct", "gRPC", func(s *Service) { s.GRPC, s.Slow, s.Path, s.Direct = true, "", "/drill.Echo/Echo", true }},
		{"socket", "correct", func(s *Service) {
			s.Addr, s.Event, s.Hijack = "unix:"+filepath.Join(t.TempDir(), "s"), "/events", "/ws"
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := service(t, test.service)
			test.edit(&s)
			Run(t, s)
		})
	}
}

// A process that runs already is judged by what is seen of it, and left alone.
func TestProcess(t *testing.T) {
	for _, name := range []string{"correct", "shuts down at once", "ignores the signal"} {
		t.Run(name, func(t *testing.T) {
			cmd, addr, _ := launched(t, name)
			s := Service{PID: cmd.Process.Pid, Addr: addr, Slow: "/slow?d=300ms", Load: 200 * time.Millisecond, Budget: 20 * time.Second, Log: t.Logf}
			if name == "ignores the signal" {
				s.Budget = time.Second
			}
			reaped := make(chan struct{})
			go func() { cmd.Wait(); close(reaped) }()
			r, err := s.Drill(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want := map[string][]string{"correct": nil, "shuts down at once": {CheckReadiness}, "ignores the signal": {CheckReadiness, CheckTime}}[name]
			failed := slices.DeleteFunc(r.Failures(), func(check string) bool { return check == CheckRequests && name == "shuts down at once" })
			if !r.Starved && !slices.Equal(failed, want) || r.Status != -1 || r.Passed && want != nil {
				t.Errorf("failed %v, want %v, status %d", failed, want, r.Status)
			}
			if !strings.Contains(r.Command[0], strconv.Itoa(s.PID)) || r.Total().OK == 0 {
				t.Error(r.Command, r.Total())
			}
			if name == "ignores the signal" {
				if err := cmd.Process.Signal(syscall.Signal(0)); err != nil || r.Took < s.Budget {
					t.Error("was not left alone:", err, r.Took)
				}
				cmd.Process.Kill()
			}
			<-reaped
			if _, err := s.Drill(t.Context()); err == nil {
				t.Error("a process that has ended is drilled")
			}
		})
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestCannotRun(t *testing.T) {
	busy := service(t, "correct")
	_, addr, out := launched(t, "correct")
	out.until("serving")
	busy.Addr = addr
	with := func(name string, edit func(*Service)) Service {
		s := service(t, name)
		edit(&s)
		return s
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		name string
		ctx  context.Context
		s    Service
		want string
	}{
		{"no command", nil, Service{}, "no command"},
		{"command and process", nil, Service{Command: []string{"true"}, PID: 4}, "needs no command"},
		{"init", nil, Service{PID: 1, Addr: "127.0.0.1:1"}, "not for a drill"},
		{"itself", nil, Service{PID: os.Getpid(), Addr: "127.0.0.1:1"}, "not for a drill"},
		{"process somewhere", nil, Service{PID: 4}, "where does the process listen"},
		{"process at its start", nil, Service{PID: 4, Addr: "127.0.0.1:1", Early: 1}, "past its start-up"},
		{"no program", nil, Service{Command: []string{"/nonexistent/program"}}, "cannot start the service"},
		{"not loopback", nil, Service{Command: []string{"true"}, Addr: "192.0.2.1:80"}, "no loopback address"},
		{"not loopback either", nil, Service{Command: []string{"true"}, ReadyAddr: "192.0.2.1:80"}, "no loopback address"},
		{"WebSocket by HTTP/2", nil, Service{Command: []string{"true"}, HTTP2: true, Hijack: "/ws"}, "by HTTP/1 only"},
		{"no stop command", nil, with("correct", func(s *Service) { s.Stop = []string{"/nonexistent/program"} }), "cannot run the command that stops it"},
		{"bad address", nil, Service{Command: []string{"true"}, Addr: "80"}, "missing port"},
		{"bad path", nil, Service{Command: []string{"true"}, Slow: "slow"}, "does not begin with /"},
		{"busy", nil, busy, "something listens"},
		{"never ready", nil, with("never ready", func(s *Service) { s.Start = 300 * time.Millisecond }), "did not answer 200 within 300ms"},
		{"ends at once", nil, service(t, "ends at once"), "no configuration"},
		{"ends under load", nil, with("ends under load", func(s *Service) { s.Load = 10 * time.Second }), "ended under load"},
		{"interrupted", ended, service(t, "correct"), "context canceled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx := t.Context()
			if test.ctx != nil {
				ctx = test.ctx
			}
			if _, err := test.s.Drill(ctx); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
	rec := &recordingT{T: t}
	if Run(rec, Service{}) != nil || !rec.fatal {
		t.Error("Run goes on without a drill")
	}
}

func TestBuild(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), Build(t, "../cmd/shutdowndrill"), "-help").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Usage: shutdowndrill") {
		t.Errorf("%v\n%s", err, out)
	}
	rec := &recordingT{T: t}
	if Build(rec, "./nonexistent"); !rec.fatal {
		t.Error("a program that cannot be built passes")
	}
}
