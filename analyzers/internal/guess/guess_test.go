package guess

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the list of names anew")

func TestWords(t *testing.T) {
	tests := map[string]string{
		"Close":                "close",
		"CloseIdleConnections": "close idle connections",
		"Restore":              "restore",
		"closeAll":             "close all",
		"close_all":            "close all",
		"_":                    "",
		"HTTPServer":           "http server",
		"StopHTTP":             "stop http",
		"StopV2Now":            "stop v now",
		"ShutDown":             "shutdown",
		"shut_down":            "shutdown",
		"GracefulStop":         "shutdown",
		"CleanUpAll":           "cleanup all",
		"X":                    "x",
		"SchließeÜber":         "schließe über",
	}
	for name, want := range tests {
		if got := strings.Join(Words(name), " "); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestSetsUp(t *testing.T) {
	for name, want := range map[string]bool{
		"Init": true, "InitLogging": true, "SetupConfigAndDatabase": true, "SetUp": true, "bootstrap": true, "setup_env": true,
		"InitUpload": false, "Initial": false, "LoggingInit": false, "SetConfig": false, "LoadConfig": false, "New": false, "": false,
	} {
		if got := SetsUp(name); got != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestIsSide(t *testing.T) {
	for name, want := range map[string]bool{
		"metrics": true, "StartMetricsServer": true, "pprof": true, "pprof_service": true, "prommetrics": true, "healthcheck": true, "debugServer": true, "profiling": true,
		"UserMetrics": false, "profileService": false, "server": false, "ServeProfiles": false, "monitor": false, "": false,
	} {
		if got := IsSide(name); got != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestMentionsSide(t *testing.T) {
	for name, want := range map[string]bool{
		"metricsBindAddress": true, "SupportListener": true, "telemetry": true, "healthServer": true, "api_debug_addr": true,
		"healthcare": false, "supported": false, "Address": false, "debugger": false, "": false,
	} {
		if got := MentionsSide(name); got != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// TestNames holds what is said of each word, and of names that have given trouble, to a list that people can read.
func TestNames(t *testing.T) {
	var b strings.Builder
	line := func(name string) {
		does := Does(name).String()
		if does == "" {
			does = "-"
		}
		fmt.Fprintf(&b, "%-22s %s", name, does)
		if may := May(name); may != Does(name) {
			fmt.Fprintf(&b, " (may: %s)", may)
		}
		b.WriteByte('\n')
	}
	var list []string
	for w := range words {
		list = append(list, w)
	}
	slices.Sort(list)
	for _, w := range list {
		line(w)
	}
	b.WriteByte('\n')
	for _, name := range names {
		line(name)
	}
	const file = "testdata/names.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("%s is out of date, run go test ./analyzers/internal/guess -update:\n%s", file, b.String())
	}
}

// names are names of several words, half of which do not say that anything is over.
var names = strings.Fields(`
	AsyncClose CloseAll CloseAndRecv CloseConn CloseNow CloseWithError CommitOrRollback FlushWithContext ForceFlush GracefulShutdown
	GracefulStop ShutdownWithContext StopAndWait StopAll TryClose WaitAll
	CancelOrder CloseIdleConnections CommitMessages EndTime StopTimer WaitForReady WaitUntil
	AddShutdownHook CloseFunc CloseNotify IsClosed NotifyClose OnClose RegisterOnShutdown SetCloseHandler WaitGroup
	Closed Diet Endpoint Restore Restorer Unwaited
	JobQueue KeyValueStore RestoreCache UserStore`)
