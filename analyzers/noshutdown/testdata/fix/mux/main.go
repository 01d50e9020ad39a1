// The command mux serves in a helper, where the rewrite would not be mechanical.
package main

import "net/http"

func main() { serve() }

func serve() { http.ListenAndServe(":8080", nil) } // want `serve-no-shutdown`
