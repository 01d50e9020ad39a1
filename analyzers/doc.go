// Package analyzers is the suite of checks that make up shutdownlint.
package analyzers
