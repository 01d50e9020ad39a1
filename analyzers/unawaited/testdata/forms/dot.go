package forms

import (
	. "context"
	. "net/http"
)

func Dotted(ctx, grace Context) error {
	srv := &Server{}
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace) // want `nobody waits for`
	}()
	return srv.ListenAndServe()
}
