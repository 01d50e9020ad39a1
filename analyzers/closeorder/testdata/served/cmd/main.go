// Command cmd serves in several ways.
package main

import (
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"example.com/closeorder/served/site"
)

func main() {
	app := new(site.App)
	switch os.Getenv("WAY") {
	case "page":
		page(app)
	case "pages":
		pages(app)
	default:
		itself(app)
	}
}

func page(app *site.App) {
	site.Serve(app, http.NotFoundHandler()) // want `app.db.Close, in site.Serve, runs while the server still serves, which nothing stops: requests in flight fail on it`
}

// pages has the same function close it, which has been told.
func pages(app *site.App) {
	site.Serve(app, http.FileServer(http.Dir("pages")))
}

func itself(app *site.App) {
	go http.ListenAndServe(":8080", http.NotFoundHandler())
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGTERM)
	<-quit
	app.Close() // want `app.Close runs while the server still serves, which nothing stops`
	os.Exit(0)
}
