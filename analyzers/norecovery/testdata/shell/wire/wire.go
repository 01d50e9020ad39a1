// Package wire puts the program together.
package wire

import "example.com/norecovery/shell/api"

// Make makes the server.
func Make() (*api.Server, error) { return api.NewServer(), nil }
