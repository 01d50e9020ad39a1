// Command process listens on the socket that it is told, and dies.
package main

import (
	"fmt"
	"net"
	"os"
)

func main() {
	name := os.Args[1]
	_, err := net.Listen("unix", name) // want `stale-socket`
	fmt.Println(err == nil)
	os.Exit(0)
}
