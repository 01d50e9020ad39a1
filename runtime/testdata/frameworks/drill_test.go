package frameworks

import (
	"strings"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/runtime/drill"
)

// TestDrill drills services of frameworks: the right ones answer the slow request that is under way when SIGTERM comes, and the wrong ones,
// of each of which shutdownlint says what is wrong, cut or fail it. What else frameworks do to their clients is not judged.
func TestDrill(t *testing.T) {
	service, gozero := drill.Build(t, "./service"), drill.Build(t, "./gozero")
	for name, want := range map[string]drill.Outcome{
		"hertz right":   drill.OK,
		"hertz wrong":   drill.Cut,
		"echo right":    drill.OK,
		"echo wrong":    drill.Cut,
		"fiber right":   drill.OK,
		"fiber joined":  drill.OK,
		"fiber hasty":   drill.Cut,
		"fiber wrong":   drill.Cut,
		"kratos right":  drill.OK,
		"kratos wrong":  drill.Cut,
		"go-zero right": drill.OK,
		"go-zero wrong": drill.Failed,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := []string{service, name, "{addr}"}
			if how, ok := strings.CutPrefix(name, "go-zero "); ok {
				command = []string{gozero, how, "{addr}"}
			}
			r, err := drill.Service{Command: command, Slow: "/slow", Direct: true, Budget: time.Minute, Start: time.Minute, Load: 200 * time.Millisecond}.Drill(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if r.Starved {
				t.Skip("DID NOT RUN: this machine is too busy")
			}
			got := drill.OK
			for _, q := range r.Requests {
				if q.Kind == "slow request" {
					got = q.Outcome
				}
			}
			if got != want {
				t.Errorf("the slow request: %s, want %s\n%s", got, want, r.Output)
			}
		})
	}
}
