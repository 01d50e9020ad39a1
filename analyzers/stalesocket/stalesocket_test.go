package stalesocket_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "stalesocket") }
