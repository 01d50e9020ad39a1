package inflight

import (
	"net/http"
	"strings"
	"time"
)

// Probe notes that r is a readiness probe, which is no traffic.
func (t *Tracker) Probe(r *http.Request) {
	if path := path(r); !t.isProbe(path) {
		t.probe.Store(path)
	}
}

// path is r's, as the client sent it: routers strip prefixes of r.URL.Path.
func path(r *http.Request) string {
	path, _, _ := strings.Cut(r.RequestURI, "?")
	return path
}

func (t *Tracker) isProbe(path string) bool {
	probe, _ := t.probe.Load().(string)
	return path == probe
}

// Tick is to be called each second, or more often. It reports whether a request has
// come since it was last called.
func (t *Tracker) Tick() bool {
	t.clock.Store(int64(t.now()))
	return t.busy.Swap(false)
}

// roughly is now, as of the last Tick: reading the clock would be a third of what
// a request costs, and its age matters to nobody before the stop.
func (t *Tracker) roughly() time.Duration {
	if t.Leaving() {
		return t.now()
	}
	return time.Duration(t.clock.Load())
}
