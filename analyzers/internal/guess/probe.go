package guess

import (
	"slices"
	"strings"
)

// probes are the first or last elements of paths under which services tell how and what they are.
var probes = map[string]bool{
	"alive": true, "debug": true, "docs": true, "favicon.ico": true, "health": true, "health-check": true, "health_check": true, "healthcheck": true,
	"healthy": true, "healthz": true, "live": true, "liveness": true, "livez": true, "metrics": true, "openapi.json": true,
	"ping": true, "ready": true, "readiness": true, "readyz": true, "robots.txt": true, "startup": true, "startupz": true,
	"status": true, "statusz": true, "swagger": true, "up": true, "version": true,
}

// IsProbe reports whether a service tells under this path, before which a method may stand, how and what it is.
func IsProbe(path string) bool {
	path = path[strings.LastIndexByte(path, ' ')+1:]
	path = strings.ToLower(strings.Trim(path, "/"))
	first, _, _ := strings.Cut(path, "/")
	return probes[first] || probes[path[strings.LastIndexByte(path, '/')+1:]]
}

// sides are words for what a server is for that only accompanies another one.
var sides = set("debug diagnostic diagnostics health healthcheck healthchecks metrics playground pprof probe probes profiler profiling prometheus " +
	"prommetrics support telemetry")

// IsSide reports whether what is called name is for metrics, profiles or probes: StartMetricsServer, pprof, and not UserMetrics.
func IsSide(name string) bool {
	return MayBeSide(name) && MentionsSide(name)
}

// MentionsSide reports whether a word of the name says so, whatever the others say: metricsBindAddress.
func MentionsSide(name string) bool {
	return slices.ContainsFunc(Words(name), func(w string) bool { return sides[w] })
}

// MayBeSide reports whether the name says nothing else either: Start, and not ServeOrders.
func MayBeSide(name string) bool {
	return !slices.ContainsFunc(Words(name), func(w string) bool { return !sides[w] && !acts[w] })
}

// acts are words for what is done with servers, and what they are.
var acts = set("and endpoint endpoints expose exporter handler http init initialise initialize listen listener monitor mux new on port register run serve server service setup start up")
