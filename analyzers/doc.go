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
// A driver runs Suite, or only FactRoots where nothing but facts is wanted. One that runs no pass on dependencies puts a
// Sources of its own in the place of the result of Dependencies.
package analyzers
