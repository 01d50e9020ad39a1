package router_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/shop/router"
	"example.com/shop/store"
)

func TestOrders(t *testing.T) {
	orders, err := store.Open("test")
	if err != nil {
		t.Fatal(err)
	}
	defer orders.Close()
	h := router.New(orders, log.New(io.Discard, "", 0))
	for _, test := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", "/orders", `{"item": "lamp", "amount": 2}`, http.StatusOK},
		{"POST", "/orders", `{"item": "lamp"`, http.StatusBadRequest},
		{"GET", "/orders?item=lamp", "", http.StatusOK},
		{"GET", "/average", "", http.StatusOK},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(test.method, test.path, strings.NewReader(test.body)))
		if w.Code != test.want {
			t.Errorf("%s %s answers %d, want %d", test.method, test.path, w.Code, test.want)
		}
	}
}
