package guess

import "testing"

func TestReadiness(t *testing.T) {
	for name, want := range map[string]State{
		"ready": Ready, "isReady": Ready, "Serving": Ready, "healthy": Ready,
		"shuttingDown": Stopping, "isShuttingDown": Stopping, "draining": Stopping, "serverShutdown": Stopping,
		"": NoState, "down": NoState, "readyAt": NoState, "notReady": NoState, "done": NoState, "readyToShutdown": NoState,
	} {
		if got := Readiness(name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}
