package right

import (
	"crypto/rand"
	"encoding/hex"
	"log"
	"math/big"
	"net/http"
	"os"
)

func token(w http.ResponseWriter, r *http.Request) { w.Write([]byte(hex.EncodeToString(secret(16)))) }

func secret(n int) []byte {
	b := make([]byte, n)
	if _, err := rand.Read(b); err != nil {
		log.Fatalf("no randomness: %v", err)
	}
	return b
}

func dice(w http.ResponseWriter, r *http.Request) {
	n, err := rand.Int(rand.Reader, big.NewInt(6))
	if err != nil {
		log.Print("no randomness")
		os.Exit(1)
	}
	w.Write([]byte(n.String()))
}

func init() {
	http.HandleFunc("/token", token)
	http.HandleFunc("/dice", dice)
}
