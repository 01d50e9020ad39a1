package guess_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
)

func TestTrial(t *testing.T) {
	for name, want := range map[[2]string]bool{
		{"", "main.go"}:                         false,
		{"internal/store", "store.go"}:          false,
		{"internal/store", "mock_store.go"}:     true,
		{"internal/store", "store_fake.go"}:     true,
		{"internal/store", "testing.go"}:        true,
		{"internal/mocks", "store.go"}:          true,
		{"pkg/testutil", "server.go"}:           true,
		{"lib/backend/testfs", "server.go"}:     true,
		{"cmd/fake-server", "main.go"}:          true,
		{"cmd/mockserver", "main.go"}:           true,
		{"lib/testdata/store", "store.go"}:      false,
		{"_examples/server", "main.go"}:         true,
		{"test/e2e", "run.go"}:                  true,
		{"e2e", "run.go"}:                       true,
		{"tools/puller", "main.go"}:             true,
		{"internal/tools/search", "search.go"}:  false,
		{"tools", "tools.go"}:                   false,
		{"internal/testimonials", "handler.go"}: false,
		{"internal/attestation", "latest.go"}:   false,
		{"bench/bench_writer", "main.go"}:       true,
		{"internal/benchmarking", "rank.go"}:    false,
		{"internal/democracy", "vote.go"}:       false,
		{"internal/sample", "rate.go"}:          false,
	} {
		if got := guess.Trial(name[0], name[1]); got != want {
			t.Errorf("%s/%s: %t", name[0], name[1], got)
		}
	}
}
