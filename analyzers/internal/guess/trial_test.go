package guess_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
)

func TestDouble(t *testing.T) {
	for name, want := range map[[3]string]bool{
		{"Server", "internal/web", "server.go"}:      false,
		{"MockServer", "internal/web", "server.go"}:  true,
		{"ServerMock", "internal/web", "server.go"}:  true,
		{"noopStore", "internal/store", "store.go"}:  true,
		{"Nop", "log", "log.go"}:                     true,
		{"Server", "internal/mocks", "server.go"}:    true,
		{"Server", "internal/web", "server_mock.go"}: true,
		{"Stubbornness", "internal/web", "web.go"}:   false,
		{"Nopal", "garden", "plants.go"}:             false,
	} {
		if got := guess.Double(name[0], name[1], name[2]); got != want {
			t.Errorf("%v: %t", name, got)
		}
	}
}

func TestDir(t *testing.T) {
	for name, want := range map[[2]string]string{
		{"example.com/shop/internal/web", "example.com/shop"}: "internal/web",
		{"example.com/shop", "example.com/shop"}:              "",
		{"github.com/acme/shop/internal/web", ""}:             "internal/web",
		{"github.com/acme/shop", ""}:                          "",
		{"shop/internal", ""}:                                 "shop/internal",
	} {
		if got := guess.Dir(name[0], name[1]); got != want {
			t.Errorf("%v: %s", name, got)
		}
	}
}

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
		{"cmd/paymock", "main.go"}:              true,
		{"internal/hammock", "main.go"}:         false,
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
		{"internal/redistest", "server.go"}:     true,
		{"httptest/internal", "server.go"}:      true,
		{"schemas/latest", "schemas.go"}:        false,
		{"cmd/speedtest", "main.go"}:            false,
		{"internal/store", "fastest.go"}:        false,
		{"internal/store", "dbtest.go"}:         false,
		{"integration", "control.go"}:           true,
		{"integration/db", "db.go"}:             true,
		{"integration_tests/db", "db.go"}:       true,
		{"integrations/slack", "slack.go"}:      false,
		{"internal/integration", "slack.go"}:    false,
	} {
		if got := guess.Trial(name[0], name[1]); got != want {
			t.Errorf("%s/%s: %t", name[0], name[1], got)
		}
	}
}

func TestMock(t *testing.T) {
	for module, want := range map[string]bool{
		"github.com/acme/payment-mock": true, "example.com/paymock/v2": true, "mock": true, "example.com/shop": false,
		"example.com/mock-ups/shop": false, "example.com/hammock": false, "": false,
	} {
		if got := guess.Mock(module); got != want {
			t.Errorf("%s: %t", module, got)
		}
	}
}
