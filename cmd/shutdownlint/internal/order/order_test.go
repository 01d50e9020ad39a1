package order_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/order"
)

func TestRun(t *testing.T) {
	for _, test := range []struct{ items, needs string }{
		{"", ""},
		{"a", ""},
		{"a b c", ""},
		{"c b a", "cb ba"},
		{"d c b a", "db dc ca ba da"},
		{"a b c d e f", "fa fb fc fd fe"},
	} {
		for _, workers := range []int{1, 2, 8} {
			items := strings.Fields(test.items)
			needs := func(item string) (all []string) {
				for pair := range strings.FieldsSeq(test.needs) {
					if pair[:1] == item {
						all = append(all, pair[1:])
					}
				}
				return all
			}
			var mu sync.Mutex
			var done []string
			order.Run(items, needs, workers, func(item string) {
				mu.Lock()
				defer mu.Unlock()
				for _, need := range needs(item) {
					if !slices.Contains(done, need) {
						t.Errorf("%s, %s, %d workers: %s before %s", test.items, test.needs, workers, item, need)
					}
				}
				done = append(done, item)
			})
			slices.Sort(done)
			slices.Sort(items)
			if !slices.Equal(done, items) {
				t.Errorf("%s, %s, %d workers: %v", test.items, test.needs, workers, done)
			}
		}
	}
}
