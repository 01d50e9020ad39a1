package drill

import (
	"strings"
	"testing"
	"time"
)

const mapped = `{"shutdownlint": "map", "version": 1, "maps": [{
	"program": "example.com/shop/cmd/shop",
	"actors": [{
		"serves": [{"until": {"seconds": 2}, "place": {"file": "main.go", "line": 9}}],
		"steps": [
			{"kind": "unready", "name": "ready.Store", "place": {"file": "main.go", "line": 20}},
			{"kind": "delay", "name": "time.Sleep", "to": {"seconds": 2}},
			{"kind": "drain", "name": "srv.Shutdown", "from": {"seconds": 2}, "to": {"seconds": 10}},
			{"kind": "cut", "name": "srv.Close", "failed": true}
		]}],
	"ends": [{"at": {"seconds": 10}, "status": 0, "place": {"file": "main.go", "line": 5}}]
}]}`

func TestPromise(t *testing.T) {
	p, err := ReadPromise(strings.NewReader(mapped), "./anything")
	if err != nil {
		t.Fatal(err)
	}
	r := &Report{Status: 3, Took: 11 * time.Second, Marks: []Mark{
		{Signalled, time.Second}, {NotReady, time.Second}, {ListenerShut, 2900 * time.Millisecond}, {Exited, 12 * time.Second},
	}}
	var b strings.Builder
	if err := p.WriteOver(&b, r); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(b.String()) {
		line, _, _ = strings.Cut(line, "░")
		lines = append(lines, strings.Join(strings.Fields(strings.ReplaceAll(line, "█", "")), " "))
	}
	want := []string{
		"PROMISED BY example.com/shop/cmd/shop AT THE LATEST MEASURED",
		"not ready main.go:20 0.00s 0.00s",
		"delay time.Sleep 0.00s to 2.00s",
		"listener closed main.go:9 2.00s 1.90s",
		"drain srv.Shutdown 2.00s to 10.00s",
		"exit main.go:5 10.00s 11.00s late",
		"status 0 3 another",
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// What is not bounded cannot be late, nor what the drill itself has kept waiting.
func TestPromiseOpen(t *testing.T) {
	r := &Report{Marks: []Mark{{Signalled, 0}, {Exited, time.Minute}}}
	open := Promised{What: Exited, To: time.Second, Open: true}
	bound := Promised{What: Exited, To: time.Second}
	if open.Late(r) || !bound.Late(r) {
		t.Errorf("late: open %t, bound %t; want false, true", open.Late(r), bound.Late(r))
	}
	r.Lag = time.Minute
	if bound.Late(r) {
		t.Error("late by what the drill was late itself")
	}
	if _, ok := (Promised{What: "drain srv.Shutdown"}).Measured(r); ok {
		t.Error("the drill does not measure drains")
	}
}

func TestPromiseOfSeveral(t *testing.T) {
	two := `{"shutdownlint": "map", "version": 1, "maps": [{"program": "m/cmd/one"}, {"program": "m/cmd/two"}]}`
	p, err := ReadPromise(strings.NewReader(two), "./bin/two")
	if err != nil || p.Program != "m/cmd/two" {
		t.Errorf("%+v, %v", p, err)
	}
	for text, want := range map[string]string{two: "which program", `{"version": 1}`: "no map that is understood", "<": "no map"} {
		if _, err := ReadPromise(strings.NewReader(text), "./bin/three"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
