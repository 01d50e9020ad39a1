// Command worker serves nothing but its profiles.
package main

import (
	"net/http"
	_ "net/http/pprof"
)

func main() {
	go http.ListenAndServe("localhost:6060", nil) // want `\(serve-no-shutdown, note\)`
	select {}
}
