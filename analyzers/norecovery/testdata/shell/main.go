// Command shell serves with a server that has said itself that it does not recover.
package main

import "example.com/norecovery/shell/wire"

func main() {
	server, err := wire.Make()
	if err != nil {
		panic(err)
	}
	if err := server.Start(); err != nil {
		panic(err)
	}
}
