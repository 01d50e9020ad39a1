package forms

import (
	"context"
	"net/http"
	"testing"
)

func TestStop(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	new(http.Server).Shutdown(ctx)
}
