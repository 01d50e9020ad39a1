package drill

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func sample() *Report {
	ms := time.Millisecond
	r := &Report{
		Command: []string{"./server", "<script>"}, Signal: "SIGTERM", State: "exit status 0", Took: 400 * ms, Budget: 30 * time.Second,
		Marks:  []Mark{{Started, 0}, {BecameReady, 20 * ms}, {Signalled, 500 * ms}, {NotReady, 520 * ms}, {ListenerShut, 800 * ms}, {Exited, 900 * ms}},
		Checks: []Check{{CheckRequests, Failure, "1 cut"}, {CheckTime, Passed, "in time"}, {CheckChildren, NotJudged, "unknown"}},
		Output: "hello",
	}
	r.count([]Request{
		{Kind: "pooled POST", Outcome: OK, Begin: 100 * ms, End: 110 * ms},
		{Kind: "pooled POST", Outcome: OK, Begin: 600 * ms, End: 610 * ms},
		{Kind: "pooled POST", Outcome: Failed, Why: "status 503", Begin: 610 * ms, End: 620 * ms},
		{Kind: "new connection", Outcome: Refused, Why: "connection refused", Begin: 810 * ms, End: 811 * ms},
		{Kind: "slow request", Outcome: Cut, Why: "EOF", Begin: 490 * ms, End: 900 * ms},
	})
	return r
}

func TestTable(t *testing.T) {
	var b bytes.Buffer
	if err := sample().WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	const want = `CHECK     VERDICT     WHY
requests  failed      1 cut
time      passed      in time
children  not judged  unknown

REQUESTS        BEGUN                      OK  FAILED  CUT  REFUSED
new connection  after the listener closed  0   0       0    1
pooled POST     before the signal          1   0       0    0
pooled POST     after the signal           1   1       0    0
slow request    before the signal          0   0       1    0
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := sample().WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var r Report
	if err := json.Unmarshal(b.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Total() != (Count{OK: 2, Failed: 1, Cut: 1, Refused: 1}) || len(r.Requests) != 3 || len(r.Buckets) != 4 {
		t.Errorf("%+v", r)
	}
}

func TestJUnit(t *testing.T) {
	var b bytes.Buffer
	if err := sample().WriteJUnit(&b); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`<testsuite name="shutdowndrill" tests="3" failures="1" skipped="1" time="0.4">`,
		`<testcase name="requests" classname="shutdowndrill">`, `<failure message="1 cut"></failure>`, `<skipped message="unknown"></skipped>`,
		"<system-out>hello</system-out>",
	} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("it lacks %s:\n%s", part, b.String())
		}
	}
}

// What a machine without time has spoilt is not held against the service, and does
// not pass.
func TestStarved(t *testing.T) {
	for _, lag := range []time.Duration{tooLate, tooLate - 1} {
		r := sample()
		r.Lag = lag
		r.Checks = append(r.Checks, Check{CheckChildren, Failure, "sleep"})
		r.excuse()
		late := lag == tooLate
		if r.Starved != late || (r.Checks[0].Verdict == NotJudged) != late || r.Checks[1].Verdict != Passed || r.Checks[3].Verdict != Failure {
			t.Errorf("%v late: %+v", lag, r.Checks)
		}
		if late && !strings.Contains(r.Checks[0].Why, "the drill itself was 500ms late; it saw: 1 cut") {
			t.Error(r.Checks[0].Why)
		}
	}
	var l load
	ctx, cancel := context.WithCancel(t.Context())
	var measured sync.WaitGroup
	measured.Go(func() { l.measureLag(ctx) })
	for l.lag.Load() <= 0 { // no timer is punctual
		runtime.Gosched()
	}
	cancel()
	measured.Wait()
}

// What is only a little late is allowed for where it explains what was seen, and for
// nothing else.
func TestALittleLate(t *testing.T) {
	const lag = 200 * time.Millisecond
	ms := time.Millisecond
	leaving := func(shut time.Duration) []Mark { return []Mark{{Signalled, 0}, {ListenerShut, shut}} }
	for _, test := range []struct {
		name   string
		r      Report
		check  string
		judged bool
	}{
		{"learnt too late", Report{Marks: leaving(800 * ms)}, CheckReadiness, false},
		{"had time to learn", Report{Marks: leaving(learning * lag)}, CheckReadiness, true},
		{"gave no time", Report{Marks: leaving(20 * ms)}, CheckReadiness, true},
		{"exited meanwhile", Report{Marks: []Mark{{Signalled, 0}, {Exited, 800 * ms}}}, CheckReadiness, false},
		{"refused", Report{Marks: leaving(800 * ms), Counts: []Count{{Refused: 1}}}, CheckRequests, false},
		{"refused after a long time", Report{Marks: leaving(2 * time.Second), Counts: []Count{{Refused: 1}}}, CheckRequests, true},
		{"closed as it was sent", Report{Marks: leaving(2 * time.Second), Counts: []Count{{Cut: 1, Refused: 1}}, Direct: true, unread: 1}, CheckRequests, false},
		{"cut", Report{Marks: leaving(800 * ms), Counts: []Count{{Cut: 2}}, unread: 1}, CheckRequests, true},
		{"answered otherwise", Report{Marks: leaving(800 * ms), Counts: []Count{{Failed: 1, Refused: 1}}}, CheckRequests, true},
		{"status 0 after what was closed as it was sent", Report{Counts: []Count{{Cut: 1}}, unread: 1}, CheckStatus, false},
		{"status 0 after a cut", Report{Counts: []Count{{Cut: 1}}}, CheckStatus, true},
		{"another status", Report{Counts: []Count{{Cut: 1}}, unread: 1, Status: 2}, CheckStatus, true},
		{"status 0 after none", Report{}, CheckStatus, true},
		{"over the budget by less", Report{Took: 30*time.Second + lag, Budget: 30 * time.Second}, CheckTime, false},
		{"over the budget by more", Report{Took: 31 * time.Second, Budget: 30 * time.Second}, CheckTime, true},
		{"children", Report{Marks: leaving(800 * ms)}, CheckChildren, true},
	} {
		for _, late := range []time.Duration{lag, late - 1} {
			r := test.r
			r.Lag, r.Checks = late, []Check{{test.check, Failure, "why"}}
			judged := test.judged || late < lag
			if r.excuse(); (r.Checks[0].Verdict == Failure) != judged || r.Starved == judged {
				t.Errorf("%s, %v late: %+v", test.name, late, r.Checks)
			}
		}
	}
}

// closing listens and closes what it accepts once read has returned. It returns its address.
func closing(t *testing.T, read func(*bufio.Reader)) (addr string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			read(bufio.NewReader(c))
			c.Close()
		}
	}()
	return l.Addr().String()
}

// Only what is answered at once can have met a connection as it was being closed.
func TestUnread(t *testing.T) {
	s := Service{Addr: closing(t, func(r *bufio.Reader) { http.ReadRequest(r) }), Path: "/"}
	load := load{Service: s, rec: &recorder{start: time.Now()}}
	let := make(chan struct{})
	close(let)
	for _, test := range []struct {
		kind string
		body io.Reader
		sent func()
	}{{"ordinary", nil, nil}, {"slow", nil, func() {}}, {"upload", &slowBody{text: "drill", let: let}, nil}} {
		tr := s.transport(s.Addr, false)
		load.send(t.Context(), tr, test.kind, http.MethodPost, "/", test.body, test.sent)
	}
	for i, q := range load.rec.all {
		if q.unread != (q.Kind == "ordinary") || q.Number != int64(i+1) || q.From == "" {
			t.Errorf("%+v", q)
		}
	}
	if len(load.rec.all) != 3 {
		t.Error(load.rec.all)
	}
}

func TestUsual(t *testing.T) {
	type call struct {
		status int
		body   string
		armed  bool
		want   Outcome
	}
	for name, calls := range map[string][]call{
		"same":       {{200, "ab", false, OK}, {200, "ab", false, OK}, {200, "ab", false, OK}, {200, "ab", true, OK}, {200, "a", true, Cut}, {200, "", true, Cut}, {200, "b", true, Failed}},
		"varies":     {{200, "a", false, OK}, {200, "b", false, OK}, {200, "c", false, OK}, {200, "d", true, OK}, {204, "", true, Failed}},
		"too few":    {{200, "a", false, OK}, {200, "a", false, OK}, {200, "b", true, OK}},
		"first late": {{302, "", true, OK}, {302, "", true, OK}, {200, "", true, Failed}},
		"unstable":   {{200, "", false, OK}, {302, "", false, Failed}},
	} {
		var u usual
		for i, c := range calls {
			if got, why := u.judge("GET", c.status, []byte(c.body), c.armed); got != c.want || (why == "") != (got == OK) {
				t.Errorf("%s, %d: %s (%s), want %s", name, i, got, why, c.want)
			}
		}
	}
}

func TestHTML(t *testing.T) {
	var b bytes.Buffer
	if err := sample().WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"Shutdown drill: failed", "listener closed", "bar-cut", "0.600 s: 1 ok", "span-cut", "slow request, begun 0.490 s, cut at 0.900 s: EOF", "status 503", "./server &lt;script&gt;"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	for _, part := range []string{"http://", "https://", "<script", "ZgotmplZ", "src="} {
		if strings.Contains(b.String(), part) {
			t.Errorf("the page is not self-contained, or not safe: %q", part)
		}
	}
}

// What went wrong is drawn from its beginning to where it did: a cut beside the exit
// that cut it. None lies on another.
func TestCutsAreDrawnWhereTheyHappened(t *testing.T) {
	c := sample().chart()
	exit := c.Marks[len(c.Marks)-1]
	if len(c.Spans) != 3 || c.Spans[2].Outcome != Cut || c.Spans[2].End != exit.X || c.Spans[2].X >= c.Marks[2].X {
		t.Fatalf("%+v", c.Spans)
	}
	if c.Spans[0].Y != c.Spans[1].Y || c.Spans[2].Y == c.Spans[0].Y || c.Height <= c.Spans[2].Y {
		t.Errorf("%+v, height %d", c.Spans, c.Height)
	}
	var many chart
	for range 30 {
		many.spans(make([]Request, 30), func(time.Duration) float64 { return 0 })
	}
	if many.Height > 300 {
		t.Error("height", many.Height)
	}
}

// Marks that lie together have labels at different heights, and at the right
// edge they stand to the left of their line.
func TestMarkLabels(t *testing.T) {
	c := chart{Width: 1000}
	c.marks([]Mark{{"a", 1}, {"b", 2}, {"c", 990}}, func(at time.Duration) float64 { return float64(at) })
	if c.Marks[0].Y == c.Marks[1].Y || c.Marks[2].Anchor != "end" {
		t.Errorf("%+v", c.Marks)
	}
}

func TestRound(t *testing.T) {
	for d, want := range map[time.Duration]time.Duration{1: 10 * time.Millisecond, 11 * time.Millisecond: 20 * time.Millisecond, 3 * time.Second: 5 * time.Second} {
		if got := round(d); got != want {
			t.Errorf("round(%v) = %v", d, got)
		}
	}
}

func TestClassify(t *testing.T) {
	reset := fmt.Errorf("read: %w", syscall.ECONNRESET)
	for _, test := range []struct {
		err    error
		status int
		reused bool
		want   Outcome
	}{
		{nil, 200, false, OK},
		{nil, 302, true, OK},
		{nil, 503, true, Failed},
		{fmt.Errorf("dial: %w", syscall.ECONNREFUSED), 0, false, Refused},
		{reset, 0, false, Refused},
		{reset, 0, true, Cut},
		{errors.New("http2: client conn could not be established"), 0, false, Refused},
		{errors.New("http2: client conn could not be established"), 0, true, Cut},
		{reset, 200, false, Cut}, // in the body
		{io.EOF, 0, false, Cut},
		{errors.New("http: server closed idle connection"), 0, true, Cut},
	} {
		if got, why := classify(test.err, test.status, test.reused); got != test.want || (why == "") != (got == OK) {
			t.Errorf("%v, %d, reused %v: %s (%s), want %s", test.err, test.status, test.reused, got, why, test.want)
		}
	}
}

// What the drill is late to send, on a connection that was closed as a silent one
// meanwhile, nobody has cut.
func TestLateToSend(t *testing.T) {
	for _, late := range []bool{true, false} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		closed := make(chan struct{})
		go func() {
			defer close(closed)
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close()
			if !late {
				http.ReadRequest(bufio.NewReader(c))
			}
		}()
		ctx := t.Context()
		if late {
			ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {
				<-closed
				time.Sleep(tooLate) // so late
			}})
		}
		s := Service{Addr: l.Addr().String(), Path: "/"}
		load := load{Service: s, rec: &recorder{start: time.Now()}}
		tr := s.transport(s.Addr, false)
		outcome := load.send(ctx, tr, "new connection", http.MethodGet, "/", nil, nil)
		switch lag := time.Duration(load.lag.Load()); {
		case late && (outcome != Refused || lag < tooLate):
			t.Errorf("late: %s, lag %v: %v", outcome, lag, load.rec.all)
		case !late && outcome != Cut && lag == 0:
			t.Errorf("in time: %s: %v", outcome, load.rec.all)
		}
	}
}

// What was never sent, because TLS was not agreed on, nobody has accepted.
func TestClosedBeforeItWasSent(t *testing.T) {
	for _, secure := range []bool{true, false} {
		addr := closing(t, func(r *bufio.Reader) { r.ReadByte() }) // and all that came with it
		s := Service{Addr: addr, Path: "/", TLS: secure}
		load := load{Service: s, rec: &recorder{start: time.Now()}}
		outcome := load.send(t.Context(), s.transport(s.Addr, false), "new connection", http.MethodGet, "/", nil, nil)
		if want := map[bool]Outcome{true: Refused, false: Cut}[secure]; outcome != want && load.lag.Load() == 0 {
			t.Errorf("TLS %v: %s, want %s: %v", secure, outcome, want, load.rec.all)
		}
	}
}

func TestFrame(t *testing.T) {
	long := append([]byte{0x82, 126, 1, 0}, make([]byte, 256)...)
	longer := append([]byte{0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0}, make([]byte, 65536)...)
	in := bufio.NewReader(io.MultiReader(strings.NewReader("\x81\x02hi"), bytes.NewReader(long), bytes.NewReader(longer), strings.NewReader("\x88\x00\x81\x05cut")))
	for _, want := range []byte{1, 2, 2, 8} {
		if got, err := frame(in); got != want || err != nil {
			t.Fatalf("opcode %d, %v; want %d", got, err, want)
		}
	}
	if _, err := frame(in); err == nil {
		t.Error("half a frame passes")
	}
	if _, err := frame(in); err != io.EOF {
		t.Error(err)
	}
}

func TestSignalName(t *testing.T) {
	for sig, want := range map[os.Signal]string{os.Interrupt: "SIGINT", syscall.SIGTERM: "SIGTERM", syscall.SIGHUP: "hangup"} {
		if got := signalName(sig); got != want {
			t.Error(got, want)
		}
	}
}

func TestRecorderIsOver(t *testing.T) {
	r := &recorder{start: time.Now()}
	r.mark(Started)
	r.finish()
	r.mark(NotReady)
	r.mark(Exited)
	r.request(Request{Kind: "late", Outcome: Cut})
	if marks, all := r.finish(); len(marks) != 2 || len(all) != 0 {
		t.Error(marks, all)
	}
}

func TestLogEndsWithTheDrill(t *testing.T) {
	lines := 0
	s := Service{Log: func(string, ...any) { lines++ }}
	over := s.logOne()
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() { s.Log("line") })
	}
	all.Wait()
	over()
	s.Log("late")
	if lines != 10 {
		t.Error(lines, "lines")
	}
}
