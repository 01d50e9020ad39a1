package main

import (
	"strings"
	"testing"
	"time"
)

func TestTable(t *testing.T) {
	vet := func(seconds int) cost {
		return cost{CPU: time.Duration(seconds) * time.Second, Wall: time.Second, Memory: 5e6}
	}
	rounds := []round{
		{ordinary: vet(10), standalone: vet(1), ordinaryWarm: vet(2), vettoolWarm: vet(1), unchanged: vet(1)},
		{ordinary: vet(20), standalone: vet(1), ordinaryWarm: vet(2), vettoolWarm: vet(3), unchanged: vet(1)},
		{ordinary: vet(40), standalone: vet(1), ordinaryWarm: vet(2), vettoolWarm: vet(4), unchanged: vet(1)},
	}
	var b strings.Builder
	printCosts(&b, rounds)
	for _, want := range []string{
		"| `go vet` | 20.0 s (10.0 s–40.0 s) | 1.0 s (1.0 s–1.0 s) | 5 MB (5 MB–5 MB) | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) | — | — |\n",
		"| `go vet -vettool=shutdownlint`, warm | 3.0 s (1.0 s–4.0 s) | 1.0 s (1.0 s–1.0 s) | 5 MB (5 MB–5 MB) | 1.500 (0.500–2.000) | 1.000 (1.000–1.000) | — | — |\n",
		"| `shutdownlint` | 1.0 s (1.0 s–1.0 s) | 1.0 s (1.0 s–1.0 s) | 5 MB (5 MB–5 MB) | 0.050 (0.025–0.100) | 1.000 (1.000–1.000) | — | — |\n",
		"| `shutdownlint`, nothing changed | 1.0 s (1.0 s–1.0 s) | 1.0 s (1.0 s–1.0 s) | 5 MB (5 MB–5 MB) | 0.500 (0.500–0.500) | 1.000 (1.000–1.000) | — | — |\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no line %s in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "golangci-lint, the") {
		t.Errorf("a contender that did not take part:\n%s", b.String())
	}
}
