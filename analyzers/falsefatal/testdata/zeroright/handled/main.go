// Handled leaves it to a function that nobody knows.
package main

import (
	"log"
	"net/http"
	"os"
)

var onFailure = func(err error) { log.Println(err) }

func main() {
	if len(os.Args) > 1 {
		onFailure = func(err error) { panic(err) }
	}
	if err := http.ListenAndServe(":8080", nil); err != nil {
		onFailure(err)
	}
}
