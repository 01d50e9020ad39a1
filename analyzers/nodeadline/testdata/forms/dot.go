package forms

import (
	. "context"
	. "net/http"
)

func dotted(srv *Server) { _ = srv.Shutdown(Background()) } // want `Background\(\) has no deadline`
