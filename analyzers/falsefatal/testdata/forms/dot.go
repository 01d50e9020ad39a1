package forms

import (
	. "context"
	. "log"
	. "net/http"
)

func Dotted(ctx, grace Context) {
	srv := &Server{}
	go func() {
		Fatal(srv.ListenAndServe()) // want `Fatal ends the process`
	}()
	<-ctx.Done()
	_ = srv.Shutdown(grace)
}
