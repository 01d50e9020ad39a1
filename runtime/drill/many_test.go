//go:build linux

package drill

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A drill proves little, many prove more: DRILLS=1000 go test -run TestMany -v
// -timeout 3h ./drill has a thousand behind the balancer and a thousand direct, over
// all protocols in turn, AT_ONCE (4) at the same time. A request without an answer is
// looked up in the ledger of the service: cut are those that it had accepted. With -race the service is one
// of the race detector's. Where the machine is starved the balancer needs longer to
// learn that the service is leaving: DELAY (800ms) is what it is given.
func TestMany(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("DRILLS"))
	if n == 0 {
		t.Skip("DID NOT RUN: DRILLS says how many")
	}
	atOnce, _ := strconv.Atoi(os.Getenv("AT_ONCE"))
	delay := balancing
	if text := os.Getenv("DELAY"); text != "" {
		var err error
		if delay, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	ways := []struct {
		name, service string
		edit          func(*Service)
	}{
		{"HTTP/1.1", "correct", func(s *Service) { s.Event, s.Hijack = "/events", "/ws" }},
		{"TLS", "tls", func(s *Service) { s.TLS, s.Event, s.Hijack = true, "/events", "/ws" }},
		{"HTTP/2", "tls", func(s *Service) { s.TLS, s.HTTP2, s.Event = true, true, "/events" }},
		{"h2c", "correct", func(s *Service) { s.HTTP2, s.Event = true, "/events" }},
		{"half-open", "correct", nil},
		{"flood", "correct", nil},
	}
	type key struct {
		way    string
		direct bool
	}
	type sum struct {
		drills, starved, wrong    int
		total                     Count
		accepted, unread, unheard int // of those without an answer; and answers for which the drill was too late
		longest, overrun, lag     time.Duration
	}
	var mu sync.Mutex // guards sums
	sums := make(map[key]*sum)
	one := func(i int, direct bool) {
		way := ways[i%len(ways)]
		s := service(t, way.service)
		s.Direct, s.Log, s.Start = direct, nil, time.Minute // on a starved machine
		s.Env = append(s.Env, "DRILL_DELAY="+delay.String())
		if way.edit != nil {
			way.edit(&s)
		} else {
			s.Addr = freeAddr(t) // of which the crowd must know
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go crowd(ctx, s.Addr, way.name == "flood")
		}
		r, err := s.Drill(t.Context())
		for err != nil && strings.Contains(err.Error(), "something listens") { // another drill was given the same port
			r, err = s.Drill(t.Context())
		}
		if err != nil {
			t.Error(way.name, err)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		k := key{way.name, direct}
		if sums[k] == nil {
			sums[k] = new(sum)
		}
		m, total := sums[k], r.Total()
		m.drills++
		promised := delay + 1250*time.Millisecond // Patience, and what is left of the upload
		if way.name == "half-open" {
			promised += 5 * time.Second // ReadHeaderTimeout
		}
		overrun := r.Took - promised - r.Lag
		m.longest, m.lag, m.overrun = max(m.longest, r.Took), max(m.lag, r.Lag), max(m.overrun, overrun)
		cut, err := accepted(r)
		begun, _ := entries(r.Output, ledgerBegun)
		whole, _ := entries(r.Output, ledgerWhole)
		m.accepted += len(cut)
		m.unread += total.Cut - len(cut)
		m.unheard += max(0, len(whole)-total.OK-total.Failed-len(cut))
		for _, c := range r.Counts {
			m.total.OK, m.total.Failed, m.total.Cut, m.total.Refused = m.total.OK+c.OK, m.total.Failed+c.Failed, m.total.Cut+c.Cut, m.total.Refused+c.Refused
		}
		if r.Starved {
			m.starved++
		}
		// Starved or not, nothing that was accepted is cut, nor lost in silence, nor does
		// it take longer than it must. Behind the balancer nothing is refused, but by
		// the drill's own lateness.
		failed := slices.DeleteFunc(r.Failures(), func(name string) bool { // by what nobody accepted
			return direct && (name == CheckRequests || name == CheckStatus) && len(cut) == 0 && total.Failed == 0
		})
		if err != nil || len(cut) > 0 || len(begun) != len(whole) || total.Failed > 0 || r.Status != 0 || overrun > time.Second || len(failed) > 0 {
			m.wrong++
			t.Errorf("%s, direct %v: %+v, %v late, accepted and cut %v, %v\n%v\n%v\n%s", way.name, direct, total, r.Lag, cut, err, r.Checks, r.Requests, r.Output)
		} else if total.Cut > 0 {
			t.Logf("%s, direct %v: never accepted, %v late: %v", way.name, direct, r.Lag, r.Requests)
		}
	}
	todo := make(chan int)
	var all sync.WaitGroup
	for range cmp.Or(atOnce, 4) {
		all.Go(func() {
			for i := range todo {
				one(i/2, i%2 == 1)
			}
		})
	}
	deadline, limited := t.Deadline()
	for i := range 2 * n {
		if limited && time.Until(deadline) < 2*time.Minute {
			t.Errorf("-timeout is too short for more than %d of %d drills", i, 2*n)
			break
		}
		if i > 0 && i%100 == 0 {
			t.Logf("%d of %d begun", i, 2*n)
		}
		todo <- i
	}
	close(todo)
	all.Wait()
	var lines []string
	for k, m := range sums {
		lines = append(lines, fmt.Sprintf("%-9s direct %-5v %4d drills (%d not judged by themselves), %d wrong: %d answered, %d failed, %d accepted and cut, %d on connections as they closed and never read, %d refused, %d unheard, longest %v, overrun %v, late %v",
			k.way, k.direct, m.drills, m.starved, m.wrong, m.total.OK, m.total.Failed, m.accepted, m.unread, m.total.Refused, m.unheard,
			m.longest.Round(time.Millisecond), m.overrun.Round(time.Millisecond), m.lag.Round(time.Millisecond)))
	}
	slices.Sort(lines)
	for _, line := range lines {
		t.Log(line)
	}
}

// crowd makes connections to a service as fast as it accepts them, or leaves many of
// them with half a header.
func crowd(ctx context.Context, addr string, flood bool) {
	for i := 0; ctx.Err() == nil; i++ {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			sleep(ctx, 10*time.Millisecond)
			continue
		}
		if flood {
			io.WriteString(c, "GET / HTTP/1.0\r\n\r\n")
			io.Copy(io.Discard, c)
			c.Close()
			continue
		}
		io.WriteString(c, "GET / HTTP/1.1\r\nHo")
		context.AfterFunc(ctx, func() { c.Close() })
		sleep(ctx, 20*time.Millisecond)
	}
}
