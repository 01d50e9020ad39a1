package right

import (
	"log"
	"net/http"
	"testing"
)

func TestHandler(t *testing.T) {
	http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		go func() { risky() }()
		log.Fatal("no")
	}).ServeHTTP(nil, nil)
}
