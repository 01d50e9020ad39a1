package deploy

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/dockerfile"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

func TestProgramOf(t *testing.T) {
	root := filepath.FromSlash("/w")
	program := func(pkg string) Program {
		return Program{Path: "example.com/acme/v2" + pkg, ModulePath: "example.com/acme/v2", Dir: filepath.Join(root, filepath.FromSlash(pkg))}
	}
	two := []Program{program("/cmd/api"), program("/cmd/worker")}
	one := []Program{program("")}
	tests := []struct {
		name       string
		programs   []Program
		dockerfile string
		want       string // end of the path of the package
	}{
		{"by output", two, "RUN go build -o /bin/a ./cmd/api\nRUN go build -o=/bin/b ./cmd/worker\nCMD [\"/bin/b\"]", "cmd/worker"},
		{"by name", two, "RUN go build -o /bin/ ./cmd/api ./cmd/worker\nCMD [\"/bin/api\"]", "cmd/api"},
		{"by import path", two, "RUN CGO_ENABLED=0 go install -ldflags \"-s -w\" example.com/acme/v2/cmd/api\nCMD [\"api\"]", "cmd/api"},
		{"by file", two, "RUN go build -tags x -o /app cmd/worker/main.go\nCMD [\"/app\"]", "cmd/worker"},
		{"renamed by COPY", two, "RUN go build -o /out/api ./cmd/api\nFROM scratch\nCOPY --from=0 /out/api /srv\nCMD [\"/srv\"]", "cmd/api"},
		{"in a here-document", two, "RUN <<E\nset -e\ngo build -o /app ./cmd/api\nE\nCMD [\"/app\"]", "cmd/api"},
		{"output by variable", two, "RUN go build -o ${OUT} ./cmd/api\nCMD [\"/app\"]", "cmd/api"},
		{"output by variable, two builds", two, "RUN go build -o ${OUT} ./cmd/api && go build -o $B ./cmd/worker\nCMD [\"/app\"]", ""},
		{"package by variable", two, "RUN go build -o /app ./cmd/${CMD}\nCMD [\"/app\"]", ""},
		{"not built here", two, "COPY worker /\nENTRYPOINT [\"/worker\"]", "cmd/worker"},
		{"something else", two, "CMD [\"nginx\"]", ""},
		{"another file of the build", two, "RUN go build -o /app ./cmd/api\nCMD [\"/usr/bin/worker\"]", ""},
		{"behind an init", two, "RUN go build -o /app ./cmd/api\nENTRYPOINT [\"tini\", \"--\", \"/app\"]", "cmd/api"},
		{"behind gosu", two, "RUN go build -o /app ./cmd/api\nENTRYPOINT [\"gosu\", \"app\", \"/app\"]", "cmd/api"},
		{"by a shell", two, "RUN go build -o /app ./cmd/api\nCMD cd / && exec /app --x", "cmd/api"},
		{"nowhere in particular", two, "RUN go build -o /app\nCMD [\"/app\"]", ""},
		{"the only one", one, "RUN go build -o /app\nCMD [\"/app\"]", "acme/v2"},
		{"the only one, by its name", one, "RUN go build\nCMD [\"./acme\"]", "acme/v2"},
		{"the only one, by its module", []Program{program("/cmd/x")}, "COPY acme /\nCMD [\"/acme\"]", "cmd/x"},
		{"the only one is another", one, "RUN go build -o /app\nCMD [\"nginx\"]", ""},
		{"none", nil, "RUN go build -o /app\nCMD [\"/app\"]", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := dockerfile.Parse(text.New(filepath.Join(root, "build", "Dockerfile"), []byte("FROM golang\n"+test.dockerfile+"\n")))
			tr := &tree{roots: []Root{{root, true}}, config: Config{Programs: test.programs}, result: new(Result), scripts: make(map[string]*text.File)}
			im := imageOf(f, f.Stages[len(f.Stages)-1])
			argv, _ := im.argv()
			got := ""
			if p := tr.program(im, argv); p != nil {
				got = p.Path
			}
			if got != "" != (test.want != "") || !strings.HasSuffix(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
