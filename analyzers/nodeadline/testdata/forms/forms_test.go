package forms

import (
	"context"
	"net/http"
	"testing"
)

func TestStop(t *testing.T) { new(http.Server).Shutdown(context.Background()) }
