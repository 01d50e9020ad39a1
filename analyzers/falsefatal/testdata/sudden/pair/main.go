// Two servers, of which the first that fails takes the other with it.
package main

import (
	"log"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
)

func main() {
	public := &http.Server{Addr: ":8080"}
	admin := gin.New()
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		log.Fatal(public.ListenAndServe()) // want `log.Fatal ends the process at once when public.ListenAndServe fails.*\(fatal-in-goroutine, note\)`
	}()
	go func() {
		defer wg.Done()
		log.Fatal(admin.Run(":8081")) // want `log.Fatal ends the process at once when admin.Run fails.*\(fatal-in-goroutine, note\)`
	}()
	wg.Wait()
}
