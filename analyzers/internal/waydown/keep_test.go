package waydown

import (
	"bytes"
	"encoding/gob"
	"reflect"
	"testing"
)

// What is kept comes back as it was.
func TestKeep(t *testing.T) {
	zero, two := 0, 2
	place := Place{File: "a.go", Line: 7, Column: 3, pkg: "example.com/a"}
	maps := &Maps{Main: &Map{
		Main: place,
		Actors: []Actor{{
			Begins: &Moment{}, Place: place,
			Serves: []Serve{{Name: "Serve", Until: &Moment{Seconds: 1}}, {Name: "Serve"}},
			Steps:  []Step{{Kind: Drain, Doubt: true, Via: []Place{place}, Limit: &Limit{}}, {Kind: Wait}},
		}},
		Ends: []End{{Name: "return", Status: &zero}, {Name: "os.Exit", Status: &two, Place: place}, {Name: "SIGTERM"}},
	}}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(maps); err != nil {
		t.Fatal(err)
	}
	got := new(Maps)
	if err := gob.NewDecoder(&b).Decode(got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, maps) {
		t.Errorf("got %+v, want %+v", got.Main, maps.Main)
	}
}
