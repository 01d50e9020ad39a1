package alias

import (
	. "net/http"
	"time"
)

func dotted(h Handler) error {
	srv := &Server{Handler: h} // want `server-no-timeouts`
	return srv.ListenAndServe()
}

func dottedFunction(h Handler) error { return ListenAndServe(":8080", h) } // want `server-no-timeouts`

func dottedRight(h Handler) error {
	srv := &Server{Handler: h, ReadTimeout: time.Second}
	return srv.ListenAndServe()
}
