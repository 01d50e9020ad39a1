// Package frameworks shows servers that are not net/http's, and frameworks upon it,
// as members of a graceful.App: gRPC, fasthttp, Fiber, HTTP/3 (and so Gin's), Gin,
// Echo, and golang.org/x/net's h2c. Below it are services of frameworks that drain by
// themselves, right and wrong, to be drilled. It is a module of its own, so that none
// of them becomes a requirement.
package frameworks
