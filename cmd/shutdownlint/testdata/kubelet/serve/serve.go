// Package serve is what the programs have in common.
package serve

import (
	"net/http"
	"time"
)

// Handler answers after as many seconds as the request says.
func Handler(w http.ResponseWriter, r *http.Request) {
	if d, err := time.ParseDuration(r.FormValue("for")); err == nil {
		time.Sleep(d)
	}
	_, _ = w.Write([]byte("done\n"))
}
