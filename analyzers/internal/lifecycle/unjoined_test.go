package lifecycle_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

// unjoined names what ends under a goroutine for which nobody waits.
func unjoined(p *lifecycle.Program) (found []string) {
	for _, u := range p.Unjoined() {
		found = append(found, lifecycle.Name(p.At(u.Take.Actor.Start))+" < "+lifecycle.Name(p.At(u.End)))
	}
	return found
}

// worker is a package whose worker can be waited for, or not.
const worker = `package server

import (
	"context"
	"database/sql"
)

type Saver interface{ Save(job string) error }

type store struct{ db *sql.DB }

func (s *store) Save(job string) error { _, err := s.db.Exec("INSERT", job); return err }

func (s *store) Load() error { return s.db.QueryRow("SELECT").Err() }

func NewSaver(db *sql.DB) Saver { return &store{db} }

type Worker struct {
	jobs  chan string
	saver Saver
	done  chan struct{}
}

func New(s Saver) *Worker { return &Worker{saver: s, jobs: make(chan string), done: make(chan struct{})} }

func (w *Worker) Start(ctx context.Context) { go w.run(ctx) }

func (w *Worker) run(ctx context.Context) {
	defer close(w.done)
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-w.jobs:
			w.saver.Save(job)
		}
	}
}

func (w *Worker) Tell() { close(w.jobs) }

func (w *Worker) Stop() {
	w.Tell()
	<-w.done
}
`

// own is a worker that keeps the context at whose end it stops.
const own = `
type own struct {
	ctx     context.Context
	cancel  context.CancelFunc
	db      *sql.DB
	jobs    chan string
	running sync.WaitGroup
}

func newOwn(db *sql.DB, jobs chan string) *own {
	o := &own{db: db, jobs: jobs}
	o.ctx, o.cancel = context.WithCancel(context.Background())
	return o
}

func (o *own) start() {
	o.running.Add(1)
	go o.run()
}

func (o *own) run() {
	defer o.running.Done()
	for {
		select {
		case <-o.ctx.Done():
			return
		case job := <-o.jobs:
			o.db.Exec(job)
		}
	}
}

func (o *own) stop() {
	o.cancel()
	o.running.Wait()
}
`

func TestUnjoined(t *testing.T) {
	abroad := func(body string) []string {
		return []string{worker, "func main() {\nctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)\ndefer stop()\ndb := dial()\ndefer db.Close()\nw := server.New(server.NewSaver(db))\n" + body + "\n}"}
	}
	here := func(body string) []string {
		return []string{"func save(db *sql.DB, job string) { db.Exec(job) }\nfunc f(ctx context.Context, jobs chan string, end func()) {\ndb := dial()\ndefer db.Close()\n" + body + "\n}"}
	}
	const work = "for job := range jobs { save(db, job) }"
	for name, test := range map[string]struct {
		srcs []string
		want string
	}{
		"another package starts it":  {abroad("w.Start(ctx)\n<-ctx.Done()"), "w.Start < db.Close"},
		"it is told, and left":       {abroad("w.Start(ctx)\n<-ctx.Done()\nw.Tell()"), "w.Start < db.Close"},
		"another package waits":      {abroad("w.Start(ctx)\n<-ctx.Done()\nw.Stop()"), ""},
		"another package waits late": {abroad("defer w.Stop()\nw.Start(ctx)\n<-ctx.Done()"), ""},
		"nobody asks for a stop":     {abroad("w.Start(context.Background())\n_ = ctx"), ""},
		"a server serves beside it":  {abroad("srv := new(http.Server)\nw.Start(ctx)\ngo func() { <-ctx.Done(); srv.Shutdown(context.Background()) }()\nsrv.ListenAndServe()"), "w.Start < db.Close"},

		"a context in a field":   {[]string{own + "func f(sigs chan os.Signal, jobs chan string) {\ndb := dial()\ndefer db.Close()\no := newOwn(db, jobs)\no.start()\n<-sigs\no.cancel()\n}"}, "o.run < db.Close"},
		"awaited behind its end": {[]string{own + "func f(sigs chan os.Signal, jobs chan string) {\ndb := dial()\ndefer db.Close()\no := newOwn(db, jobs)\no.start()\n<-sigs\no.stop()\n}"}, ""},

		"here":                       {here("go func() { " + work + " }()\n<-ctx.Done()"), "(func() literal) < db.Close"},
		"by a method of nothing":     {here("run := func() { " + work + " }\ngo run()\n<-ctx.Done()"), "run < db.Close"},
		"a channel":                  {here("done := make(chan int)\ngo func() { defer close(done); " + work + " }()\n<-ctx.Done()\n<-done"), ""},
		"a channel that nobody asks": {here("done := make(chan int)\ngo func() { defer close(done); " + work + " }()\n<-ctx.Done()"), "(func() literal) < db.Close"},
		"a group":                    {here("var wg sync.WaitGroup\nwg.Go(func() { " + work + " })\n<-ctx.Done()\nwg.Wait()"), ""},
		"a group for which nobody waits": {here("var wg sync.WaitGroup\nwg.Add(1)\ngo func() { defer wg.Done(); " + work + " }()\n<-ctx.Done()"),
			"(func() literal) < db.Close"},
		"another group":             {here("var wg, other sync.WaitGroup\nwg.Add(1)\ngo func() { defer wg.Done(); " + work + " }()\nother.Go(func() {})\n<-ctx.Done()\nother.Wait()"), "(func() literal) < db.Close"},
		"somebody who waits for it": {here("var wg sync.WaitGroup\nover := make(chan int)\nwg.Go(func() { " + work + " })\ngo func() { wg.Wait(); close(over) }()\n<-ctx.Done()\n<-over"), ""},
		"nobody knows for what":     {here("go func() { " + work + " }()\n<-ctx.Done()\nend()"), ""},
		"time":                      {here("go func() { " + work + " }()\n<-ctx.Done()\ntime.Sleep(time.Second)"), ""},
		"another database":          {here("other := dial()\ngo func() { for job := range jobs { save(other, job) } }()\n<-ctx.Done()"), ""},
		"it only looks":             {here("go func() { for range jobs { db.Query(`SELECT`) } }()\n<-ctx.Done()"), ""},
		"ticks":                     {here("tick := time.NewTicker(time.Second)\ngo func() { for range tick.C { save(db, ``) } }()\n<-ctx.Done()"), ""},
		"time of ticks":             {here("tick := time.NewTicker(time.Second)\ngo func() { for now := range tick.C { save(db, now.String()) } }()\n<-ctx.Done()"), ""},
		"one item":                  {here("go func() { save(db, <-jobs) }()\n<-ctx.Done()"), ""},
		"each item is answered":     {[]string{"type job struct { text string; result chan error }\nfunc f(ctx context.Context, jobs chan job) {\ndb := dial()\ndefer db.Close()\ngo func() { for j := range jobs { _, err := db.Exec(j.text); j.result <- err } }()\n<-ctx.Done()\n}"}, ""},
		"what buffers":              {[]string{"func f(ctx context.Context, jobs chan string) {\nw := bufio.NewWriter(os.Stdout)\ndefer w.Flush()\ngo func() { for job := range jobs { fmt.Fprintln(w, job) } }()\n<-ctx.Done()\n}"}, "(func() literal) < w.Flush"},
		"one of two types waits": {[]string{"type stopper interface { Stop() }\ntype one struct { done chan int }\nfunc (o *one) Stop() { <-o.done }\ntype other struct{}\nfunc (*other) Stop() {}\n" +
			"func f(ctx context.Context, jobs chan string, s stopper) {\ndb := dial()\ndefer db.Close()\ngo func() { for job := range jobs { db.Exec(job) } }()\n<-ctx.Done()\ns.Stop()\n}"}, ""},
		"it is given what to do": {[]string{"type consumer struct { jobs chan string }\nfunc (c *consumer) run(db *sql.DB, do func(*sql.DB, string)) { for job := range c.jobs { do(db, job) } }\n" +
			"func f(ctx context.Context, c *consumer) {\ndb := dial()\ndefer db.Close()\ngo c.run(db, func(db *sql.DB, job string) { db.Exec(job) })\n<-ctx.Done()\n}"}, "c.run < db.Close"},
	} {
		if got := all(t, test.srcs, unjoined); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
