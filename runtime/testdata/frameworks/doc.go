// Package frameworks shows servers that are not net/http's, and frameworks upon it,
// as members of a graceful.App: gRPC, fasthttp, Fiber, HTTP/3 (and so Gin's), Gin,
// Echo, and golang.org/x/net's h2c. It is a module of its own, so that none of them
// becomes a requirement.
package frameworks
