// Command local serves on this machine only, behind a proxy, and has metrics as well.
package main

import (
	"net/http"
	"os"
)

func main() {
	api := &http.Server{Addr: "127.0.0.1:8080", Handler: http.NotFoundHandler()}
	go api.ListenAndServe() // want `\(serve-no-shutdown\)`
	go func() {
		metrics := &http.Server{Addr: ":9090", Handler: http.NotFoundHandler()}
		metrics.ListenAndServe() // want `\(serve-no-shutdown, note\)`
	}()
	<-make(chan os.Signal)
}
