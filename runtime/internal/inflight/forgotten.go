package inflight

import (
	"runtime/pprof"
	"strings"
)

// h2cHandler is the frame in which golang.org/x/net/http2/h2c runs a handler. All
// that a Tracker sees of its connections is one request, which never ends.
const h2cHandler = "golang.org/x/net/http2.(*serverConn).runHandler("

// Forgotten names the functions in goroutines that net/http started and does not
// wait for: handlers abandoned by http.TimeoutHandler, and functions given to
// RegisterOnShutdown. So are the handlers of an h2c connection that was hijacked.
//
// Nothing but its stack betrays such a goroutine: TimeoutHandler's own handler
// has returned, and neither its context nor its writer hears of the end. So this
// stops the world for a moment, and is called only when the servers are quiet.
func Forgotten() (names []string) {
	var all strings.Builder
	pprof.Lookup("goroutine").WriteTo(&all, 2) // a Builder does not fail
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		frames, creator, _ := strings.Cut(stack, "\ncreated by ")
		if !strings.HasPrefix(creator, "net/http.(*timeoutHandler).ServeHTTP in ") &&
			!strings.HasPrefix(creator, "net/http.(*Server).Shutdown in ") &&
			!strings.Contains(frames, h2cHandler) {
			continue
		}
		name := ""
		for line := range strings.SplitSeq(frames, "\n") { // "main.handle(0xc0)", "\tmain.go:7", ...
			i := strings.LastIndexByte(line, '(')
			if i > 0 && line[0] != '\t' && !strings.HasPrefix(line, "net/http.") && !strings.HasPrefix(line, "runtime.") && !strings.HasPrefix(line, h2cHandler) {
				name = line[:i] // the outermost that is not net/http's adapter
			}
		}
		if name != "" { // or it is HTTP/2's own shutdown function
			names = append(names, name)
		}
	}
	return names
}
