package forms

import (
	. "context"
	. "log"
	. "net/http"
)

func likewise(ctx, grace Context) {
	srv := &Server{}
	go func() {
		Fatal(srv.ListenAndServe())
	}()
	<-ctx.Done()
	_ = srv.Shutdown(grace)
}
