// Package unused has ignore comments that suppress nothing.
package unused

import (
	"net/http"
	"time"
)

func above() {
	//shutdownlint:ignore serve-no-shutdown it is gone // want `unused ignore: no serve-no-shutdown finding on this line, .* \(ignore-unused\)`
	time.Sleep(0)
}

func behind() {
	time.Sleep(0) //shutdownlint:ignore gin-run,server-no-timeouts there is none // want `unused ignore: no gin-run, server-no-timeouts finding on this line`
}

func tooFar() {
	//shutdownlint:ignore serve-no-shutdown not on the next line // want `ignore-unused`

	http.ListenAndServe(":8080", nil)
}

func twice() {
	//shutdownlint:ignore serve-no-shutdown,server-no-timeouts the first one
	http.ListenAndServe(":8080", nil) //shutdownlint:ignore serve-no-shutdown,server-no-timeouts again // want `ignore-unused`
}

func besideAnother() {
	/* this stays */ //shutdownlint:ignore serve-no-shutdown it is gone // want `ignore-unused`
	time.Sleep(0)
}

func aboutItself() {
	//shutdownlint:ignore ignore-unused,gin-run kept on purpose
	time.Sleep(0)
}
