package falsefatal

import (
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// beside reports whether the code at cur can run in the same run of the program as that of the sites: from one of them a path
// leads to the other, in one of the functions that lead to both.
func beside(s *summary.Summary, from []site.Site, cur inspector.Cursor) bool {
	sites := s.Sites()
	for b := range sites.Of(cur) {
		if slices.ContainsFunc(from, func(a site.Site) bool {
			return !(a.Via | b.Via).Has(site.Unknown) && a.At != b.At && (sites.Before(a, b, nil) || sites.Before(b, a, nil))
		}) {
			return true
		}
	}
	return false
}
