// Package malformed has ignore comments that have no effect because of their form.
package malformed

import "net/http"

func noReason() {
	/* // want `gives no reason: .* \(ignore-malformed\)` */ //shutdownlint:ignore serve-no-shutdown,server-no-timeouts
	http.ListenAndServe(":8080", nil)
}

func noCategory() {
	/* // want `names no category` */ //shutdownlint:ignore
	http.ListenAndServe(":8080", nil)
}

func unknown() {
	//shutdownlint:ignore serve-without-shutdown because I say so // want `no category called serve-without-shutdown`
	http.ListenAndServe(":8080", nil)
}

func oneUnknown() {
	//shutdownlint:ignore serve-no-shutdown,server-no-timeout one request // want `no category called server-no-timeout`
	http.ListenAndServe(":8080", nil)
}

func spaceAfterComma() {
	//shutdownlint:ignore serve-no-shutdown, server-no-timeouts one request // want `must stand together`
	http.ListenAndServe(":8080", nil)
}

func spaceBefore() {
	// shutdownlint:ignore serve-no-shutdown one request // want `white space or a missing colon`
	http.ListenAndServe(":8080", nil)
}

func block() {
	/* shutdownlint:ignore serve-no-shutdown one request */ // want `no directive, which begins with`
	http.ListenAndServe(":8080", nil)
}

func blockAtTheEnd() {
	http.ListenAndServe(":8080", nil) /* // want `no directive, which begins with` */ /*shutdownlint:ignore serve-no-shutdown one request*/
}

func capitals() {
	//Shutdownlint:ignore serve-no-shutdown one request // want `capital letters`
	http.ListenAndServe(":8080", nil)
	//shutdownlint:Ignore serve-no-shutdown one request // want `capital letters`
	http.ListenAndServe(":8080", nil)
}

func aroundTheColon() {
	//shutdownlint: ignore serve-no-shutdown one request // want `white space or a missing colon`
	http.ListenAndServe(":8080", nil)
	//shutdownlint ignore serve-no-shutdown one request // want `white space or a missing colon`
	http.ListenAndServe(":8080", nil)
	//shutdownlint-ignore serve-no-shutdown one request // want `white space or a missing colon`
	http.ListenAndServe(":8080", nil)
	// ShutdownLint:Ignore: serve-no-shutdown one request // want `white space or a missing colon`
	http.ListenAndServe(":8080", nil)
}

func check() {
	//shutdownlint:ignore noshutdown one request // want `noshutdown is a check, and comments name categories: gin-run, serve-no-shutdown`
	http.ListenAndServe(":8080", nil)
}

// Shutdownlint ignores this, and so it does the next sentence.
// shutdownlint ignore comments are no directives.
func unknownDirective() {
	//shutdownlint:disable serve-no-shutdown one request // want `no directive called disable`
	http.ListenAndServe(":8080", nil)
}

// The word shutdownlint:ignore in the middle of a sentence is no comment of that kind, nor is
// "//shutdownlint:ignore gin-run" in a text.
const text = "//shutdownlint:ignore gin-run"
