package wrong

import (
	"log"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"
)

func fatal(w http.ResponseWriter, r *http.Request) {
	if err := Thumb(r.URL.Path); err != nil {
		log.Fatal(err) // want `Fatal ends the process while a request is served: one request cuts all the others \(exit-in-handler\)`
	}
}

func restart(c *gin.Context) {
	go func() {
		os.Exit(0) // want `Exit ends the process .*exit-in-handler`
	}()
}

func helper(c *gin.Context) {
	must(Thumb(c.Param("a"))) // want `must can end the process .*exit-in-handler`
	must(Thumb(c.Param("b"))) // the same helper
	config := load()          // want `load can end the process .*exit-in-handler`
	c.JSON(200, config)
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func load() map[string]string {
	_, err := os.ReadFile("config")
	must(err)
	return nil
}

func setUp() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		(log.Fatalf)("no %s", r.URL) // want `Fatalf ends the process`
	})
	log.Fatal(http.ListenAndServe(":80", mux))
}
