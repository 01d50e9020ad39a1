package guess

import (
	"strings"
	"testing"
)

func TestStop(t *testing.T) {
	for _, name := range strings.Fields("Close Stop shutdown closeAll stopTelemetry otelShutdown cleanup CleanUp FlushLogs StopServer shutdown_http GracefulStop shutdownFunc closeFn") {
		if !Stop(name) {
			t.Errorf("%s stops nothing", name)
		}
	}
	for _, name := range strings.Fields("Wait WaitClosed exit FatalClose runStop OnClose SetStop stopChan IsClosed Closed Open Err Run ServeUntilStop func OnCloseFunc _") {
		if Stop(name) {
			t.Errorf("%s stops something", name)
		}
	}
}
