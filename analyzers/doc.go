// Package analyzers is the suite of checks that make up shutdownlint.
//
// Each check is a package of its own, whose doc.go is its documentation. The checks fall into four families:
//
//   - how a server is set up and stopped;
//   - whether the process hears the signals that are meant to stop it;
//   - whether what was opened is closed on every path;
//   - what ends the process without cleaning up, and what is lost then.
//
// They share the machinery in internal, above all its package summary, which says what each function of a program does to
// what it is given. CONTRIBUTING.md describes how to add a check.
//
// Suite holds the checks as their packages have them, and New makes others with settings of their own, for any driver of
// go/analysis. Each check has flags. Its own are
//
//	-notes    also report notes
//	-disable  categories that are not reported
//
// while these hold for all checks of its suite, whichever has them set:
//
//	-tests    also report in _test.go files, and take them as evidence
//	-related  name the other places of a mistake; the default
//	-settings Settings, as JSON
//
// Where a driver knows the flags of what a check requires, those of the analyzer called shutdownlint are for all checks too.
//
// Package driver is for drivers that run the checks in a way of their own.
package analyzers
