package untrappable

import "os"

var signals = make(chan os.Signal, 1)
