package lsp

import "testing"

func TestPositions(t *testing.T) {
	text := []byte("ä𝄞x\n\tb\n\nlast")
	for _, test := range []struct {
		offset, line, column int // the same place; lines and columns from 1
		want                 position
	}{
		{0, 1, 1, position{0, 0}},
		{2, 1, 3, position{0, 1}},
		{6, 1, 7, position{0, 3}}, // 𝄞 takes two units
		{7, 1, 8, position{0, 4}},
		{8, 2, 1, position{1, 0}},
		{9, 2, 2, position{1, 1}},
		{11, 3, 1, position{2, 0}},
		{16, 4, 5, position{3, 4}},
	} {
		if got := at(text, test.offset); got != test.want {
			t.Errorf("offset %d: %v, want %v", test.offset, got, test.want)
		}
		if got := atColumn(text, test.line, test.column); got != test.want {
			t.Errorf("%d:%d: %v, want %v", test.line, test.column, got, test.want)
		}
	}
	for _, test := range []struct {
		line, column int
		want         position
	}{{1, 99, position{0, 4}}, {9, 1, position{3, 4}}, {2, 0, position{1, 0}}, {0, 0, position{0, 0}}} {
		if got := atColumn(text, test.line, test.column); got != test.want {
			t.Errorf("%d:%d, which is not there: %v, want %v", test.line, test.column, got, test.want)
		}
	}
	if got := at(text, 99); got != (position{3, 4}) {
		t.Errorf("behind the end: %v", got)
	}
}

func TestURI(t *testing.T) {
	for path, uri := range map[string]string{"/a b/ä.go": "file:///a%20b/%C3%A4.go", "/x/%41.go": "file:///x/%2541.go"} {
		if got := uriOf(path); got != uri {
			t.Errorf("%s: %s, want %s", path, got, uri)
		}
		if got := pathOf(uri); got != path {
			t.Errorf("%s: %s, want %s", uri, got, path)
		}
	}
	for _, uri := range []string{"untitled:Untitled-1", "http://x/a.go", "%zz", ""} {
		if got := pathOf(uri); got != "" {
			t.Errorf("%s: %s", uri, got)
		}
	}
}

func TestMeets(t *testing.T) {
	r := func(a, b, c, d int) textRange { return textRange{position{a, b}, position{c, d}} }
	for _, test := range []struct {
		a, b textRange
		want bool
	}{
		{r(1, 2, 1, 5), r(1, 5, 1, 5), true},
		{r(1, 2, 1, 5), r(1, 6, 1, 6), false},
		{r(1, 2, 3, 0), r(2, 9, 2, 9), true},
		{r(1, 2, 1, 5), r(0, 0, 9, 0), true},
		{r(1, 2, 1, 5), r(0, 0, 1, 1), false},
	} {
		if test.a.meets(test.b) != test.want || test.b.meets(test.a) != test.want {
			t.Errorf("%v and %v: want %t", test.a, test.b, test.want)
		}
	}
}

func TestInteresting(t *testing.T) {
	for file, want := range map[string]bool{"/m/a.go": true, "/m/go.mod": true, "/m/Dockerfile.dev": true, "/m/k8s/x.yaml": true, "/m/.git/index.go": false, "/m/a.txt": false, "/m/node_modules/x.yaml": false} {
		if interesting(file) != want {
			t.Errorf("%s: want %t", file, want)
		}
	}
}
