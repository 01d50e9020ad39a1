// Package used has ignore comments that suppress something.
package used

import "net/http"

func above() {
	//shutdownlint:ignore serve-no-shutdown,server-no-timeouts the program answers one request and ends
	http.ListenAndServe(":8080", nil)
}

func behind() {
	http.ListenAndServe(":8080", nil) //shutdownlint:ignore serve-no-shutdown,server-no-timeouts one request only
}

func oneOfTwo() {
	//shutdownlint:ignore serve-no-shutdown,gin-run one of them is enough
	http.ListenAndServe(":8080", nil)
}

func note() {
	//shutdownlint:ignore serve-no-shutdown,server-no-timeouts profiles only
	go http.ListenAndServe("localhost:6060", nil)
	http.ListenAndServe(":8080", nil)
}

// Other tools have their own comments.
//
//nolint:errcheck // not ours
func other() {}
