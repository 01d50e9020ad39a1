// Raw serves what stands between back quotes in its last statement, and is not formatted.
//
// script: get /page; wait; signal TERM
// after: GET /page: 200 <p>\n\tone\n</p>\n; serving; exit status 0
package main
import ("fmt"; "net/http"; "os") // all of them
func main() {
  fmt.Println("serving") ; http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {})
	http.ListenAndServe(os.Getenv("ADDR"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<p>
	one
</p>
`)
	}))
}
