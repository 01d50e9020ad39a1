package forms

import (
	. "context"
	. "net/http"
)

func Likewise(ctx, grace Context) error {
	srv := &Server{}
	go func() {
		<-ctx.Done()
		srv.Shutdown(grace)
	}()
	return srv.ListenAndServe()
}
