package guess

import "strings"

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
