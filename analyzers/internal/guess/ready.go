package guess

// A State is what a flag called by some name says of a program when it is set.
type State uint8

// States of programs.
const (
	NoState  State = iota
	Ready          // it may be sent requests
	Stopping       // it is on its way down
)

var states = map[string]State{
	"ready": Ready, "readiness": Ready, "healthy": Ready, "serving": Ready, "available": Ready, "live": Ready, "alive": Ready,
	"draining": Stopping, "drain": Stopping, "stopping": Stopping, "stopped": Stopping, "shutdown": Stopping, "shutting": Stopping,
	"terminating": Stopping, "closing": Stopping, "unready": Stopping, "unhealthy": Stopping,
}

// beside are words that say nothing about the state.
var beside = set("is app server service down now http grpc")

// Readiness returns what a flag called name says, if the whole name says so: isReady, shuttingDown.
func Readiness(name string) State {
	found := NoState
	for _, w := range Words(name) {
		switch s := states[w]; {
		case s != NoState && (found == NoState || found == s):
			found = s
		case s == NoState && beside[w]:
		default:
			return NoState
		}
	}
	return found
}
