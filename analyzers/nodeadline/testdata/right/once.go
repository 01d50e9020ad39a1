package right

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
)

// loginWithGin serves one request, for the code in it, and then has no client left to wait for.
func loginWithGin() string {
	codes := make(chan string, 1)
	r := gin.New()
	r.GET("/callback", func(c *gin.Context) { codes <- c.Query("code") })
	srv := &http.Server{Addr: "localhost:8085", Handler: r}
	go srv.ListenAndServe()
	code := <-codes
	_ = srv.Shutdown(context.Background())
	return code
}

// loginByHelper has its handler made by a function.
func loginByHelper() string {
	codes := make(chan string, 1)
	srv := &http.Server{Addr: "localhost:8085", Handler: callback(codes)}
	go srv.ListenAndServe()
	code := <-codes
	_ = srv.Shutdown(context.Background())
	return code
}

func callback(codes chan<- string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { codes <- r.FormValue("code") }
}

type browser struct{ code chan string }

// run hands over a method.
func (l *browser) run() string {
	mux := http.NewServeMux()
	mux.HandleFunc("/callback", l.callback)
	srv := &http.Server{Addr: "localhost:8085", Handler: mux}
	go srv.ListenAndServe()
	code := <-l.code
	_ = srv.Shutdown(context.Background())
	return code
}

func (l *browser) callback(w http.ResponseWriter, r *http.Request) {
	l.code <- r.FormValue("code")
}
