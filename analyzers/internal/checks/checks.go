// Package checks lists the checks, for what stands on top of them all.
package checks

import (
	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/basectx"
	"github.com/shutdownlint/shutdownlint/analyzers/closeorder"
	"github.com/shutdownlint/shutdownlint/analyzers/deadctx"
	"github.com/shutdownlint/shutdownlint/analyzers/deploy"
	"github.com/shutdownlint/shutdownlint/analyzers/falsefatal"
	"github.com/shutdownlint/shutdownlint/analyzers/halfstop"
	"github.com/shutdownlint/shutdownlint/analyzers/lostsignal"
	"github.com/shutdownlint/shutdownlint/analyzers/nakedgo"
	"github.com/shutdownlint/shutdownlint/analyzers/nodeadline"
	"github.com/shutdownlint/shutdownlint/analyzers/norecovery"
	"github.com/shutdownlint/shutdownlint/analyzers/noshutdown"
	"github.com/shutdownlint/shutdownlint/analyzers/notimeout"
	"github.com/shutdownlint/shutdownlint/analyzers/rowserr"
	"github.com/shutdownlint/shutdownlint/analyzers/skipdefer"
	"github.com/shutdownlint/shutdownlint/analyzers/stalesocket"
	"github.com/shutdownlint/shutdownlint/analyzers/unawaited"
	"github.com/shutdownlint/shutdownlint/analyzers/unclosed"
	"github.com/shutdownlint/shutdownlint/analyzers/unflushed"
	"github.com/shutdownlint/shutdownlint/analyzers/zombie"
)

// A Check is an analyzer, with the text of its doc.go.
type Check struct {
	Analyzer *analysis.Analyzer
	Doc      string
}

// List is every check but ignores, which requires them, in alphabetical order.
var List = []Check{
	{basectx.Analyzer, basectx.Doc},
	{closeorder.Analyzer, closeorder.Doc},
	{deadctx.Analyzer, deadctx.Doc},
	{deploy.Analyzer, deploy.Doc},
	{falsefatal.Analyzer, falsefatal.Doc},
	{halfstop.Analyzer, halfstop.Doc},
	{lostsignal.Analyzer, lostsignal.Doc},
	{nakedgo.Analyzer, nakedgo.Doc},
	{nodeadline.Analyzer, nodeadline.Doc},
	{norecovery.Analyzer, norecovery.Doc},
	{noshutdown.Analyzer, noshutdown.Doc},
	{notimeout.Analyzer, notimeout.Doc},
	{rowserr.Analyzer, rowserr.Doc},
	{skipdefer.Analyzer, skipdefer.Doc},
	{stalesocket.Analyzer, stalesocket.Doc},
	{unawaited.Analyzer, unawaited.Doc},
	{unclosed.Analyzer, unclosed.Doc},
	{unflushed.Analyzer, unflushed.Doc},
	{zombie.Analyzer, zombie.Doc},
}

// Texts returns the documentation of all in List.
func Texts() (texts []string) {
	for _, c := range List {
		texts = append(texts, c.Doc)
	}
	return texts
}
