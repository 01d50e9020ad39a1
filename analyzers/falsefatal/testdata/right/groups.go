package right

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
)

// stopsLast shuts the server down when the group has been waited for in which it serves: it does not end while it serves, and
// http.ErrServerClosed never comes.
func stopsLast(grace context.Context) {
	srv := &http.Server{Addr: ":8080"}
	defer srv.Shutdown(grace)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := srv.ListenAndServe(); err != nil {
			slog.Error("cannot serve", "err", err)
		}
	})
	wg.Wait()
}
