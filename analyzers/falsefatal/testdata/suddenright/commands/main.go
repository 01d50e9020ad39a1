// Two commands with a server each, which never run together.
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	switch os.Args[1] {
	case "api":
		api()
	case "metrics":
		metrics()
	}
}

func api() {
	go func() { log.Fatal(http.ListenAndServe(":8080", nil)) }()
	select {}
}

func metrics() {
	go func() { log.Fatal(http.ListenAndServe(":9090", nil)) }()
	select {}
}
