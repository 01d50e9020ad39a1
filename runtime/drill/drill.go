package drill

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A drill that goes wrong must end too.
const (
	dumpWait     = 2 * time.Second        // for the goroutines to be printed
	childWait    = 200 * time.Millisecond // for children to end after their parent
	clientWait   = 3 * time.Second        // for the clients to see the end
	outputToKeep = 1 << 20
)

// Drill carries out the drill. The error says why it could not be carried out;
// that the service failed is in the report. It returns early if ctx ends.
func (s Service) Drill(ctx context.Context) (*Report, error) {
	s, err := s.withDefaults()
	if err != nil {
		return nil, err
	}
	defer s.logOne()()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	begin := s.attach
	if s.PID == 0 {
		begin = s.launch
		if c, err := dial(ctx, s.Addr); err == nil {
			c.Close()
			return nil, fmt.Errorf("something listens at %s already", s.Addr)
		}
	}
	p, err := begin(ctx)
	if err != nil {
		return nil, err
	}
	defer p.cleanUp()
	loadCtx, stopLoad := context.WithCancel(ctx)
	defer stopLoad()
	l := &load{Service: s, rec: p.rec}
	if s.Early > 0 {
		s.Log("signal %v after the start", s.Early)
		if !p.wait(ctx, s.Early) {
			err = p.signal(l)
		}
	} else {
		err = p.underLoad(ctx, loadCtx, l)
	}
	if err != nil {
		return nil, err
	}
	p.awaitExit(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("drill interrupted: %w", err)
	}
	done := make(chan struct{})
	go func() { l.wg.Wait(); close(done) }()
	time.AfterFunc(2*childWait, stopLoad) // what is in flight sees the end of the process by itself
	select {
	case <-done:
	case <-time.After(clientWait):
	}
	p.lag = time.Duration(l.lag.Load())
	return p.report(), nil
}

// program is the service under drill.
type program struct {
	Service
	proc   *os.Process
	state  *os.ProcessState // once it has exited, if the drill has started it
	rec    *recorder
	exited chan struct{}
	known  []process // that it had started before the signal
	left   []process // that it left behind

	lag        time.Duration // by which the drill itself was late
	overran    bool
	goroutines string

	mu     sync.Mutex
	output bytes.Buffer
	read   chan struct{} // closed when the output has been read to its end
	pipe   *os.File
}

// launch starts the program. Its output goes through a pipe of our own: with
// exec's, Wait would wait for children that hold it open.
func (s Service) launch(context.Context) (*program, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p := &program{Service: s, exited: make(chan struct{}), read: make(chan struct{}), pipe: r}
	cmd := exec.Command(s.Command[0], s.Command[1:]...)
	cmd.Dir, cmd.Env = s.Dir, append(os.Environ(), s.Env...)
	cmd.Stdout, cmd.Stderr = w, w
	group(cmd)
	p.rec = &recorder{start: time.Now()}
	err = cmd.Start()
	w.Close() // ours; the program has its own
	if err != nil {
		r.Close()
		return nil, fmt.Errorf("cannot start the service: %w", err)
	}
	p.proc = cmd.Process
	p.rec.mark(Started)
	s.Log("started %s, process %d, at %s", strings.Join(s.Command, " "), p.proc.Pid, s.Addr)
	go p.collect()
	go func() {
		cmd.Wait() // its error is the exit status, which ProcessState has
		p.state = cmd.ProcessState
		p.rec.mark(Exited)
		close(p.exited)
	}()
	return p, nil
}

// attach makes a program of a process that runs already, until ctx ends. What it
// prints and with which status it exits is for whoever has started it.
func (s Service) attach(ctx context.Context) (*program, error) {
	name, alive, err := watch(s.PID)
	if err != nil {
		return nil, fmt.Errorf("process %d: %w", s.PID, err)
	}
	p := &program{Service: s, exited: make(chan struct{}), read: make(chan struct{})}
	close(p.read)
	if p.proc, err = os.FindProcess(s.PID); err != nil {
		return nil, err
	}
	p.Command = []string{fmt.Sprintf("process %d %s", s.PID, name)}
	p.rec = &recorder{start: time.Now()}
	p.rec.mark(Started)
	s.Log("attached to %s, at %s", p.Command[0], s.Addr)
	go func() {
		for alive() {
			if !sleep(ctx, 2*time.Millisecond) {
				return
			}
		}
		p.rec.mark(Exited)
		close(p.exited)
	}()
	return p, nil
}

func (p *program) collect() {
	defer close(p.read)
	buf := make([]byte, 32<<10)
	for {
		n, err := p.pipe.Read(buf)
		p.mu.Lock()
		if room := outputToKeep - p.output.Len(); room > 0 {
			p.output.Write(buf[:min(n, room)])
		}
		p.mu.Unlock()
		if err != nil {
			return // the end, or cleanUp
		}
	}
}

func (p *program) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.output.String()
}

// wait waits for d, and reports whether the program ended before.
func (p *program) wait(ctx context.Context, d time.Duration) (exited bool) {
	select {
	case <-p.exited:
		return true
	case <-ctx.Done():
	case <-time.After(d):
	}
	return false
}

// underLoad waits for readiness, makes the load, and sends the signal.
func (p *program) underLoad(ctx, loadCtx context.Context, l *load) error {
	begin := time.Now()
	for {
		err := l.probe(ctx)
		if err == nil {
			break
		}
		switch {
		case p.wait(ctx, probeEvery/2):
			return fmt.Errorf("the service ended before it was ready (%v):\n%s", p.state, p.tail())
		case ctx.Err() != nil:
			return ctx.Err()
		case time.Since(begin) > p.Start:
			return fmt.Errorf("GET %s did not answer 200 within %v of the start (%v); Ready is another path, Start more time, as flags -ready and -start. The last output:\n%s",
				p.Ready, p.Start, err, p.tail())
		}
	}
	p.rec.mark(BecameReady)
	p.Log("ready after %v; load for %v", p.rec.now().Round(time.Millisecond), p.Load)
	l.start(loadCtx)
	if p.wait(ctx, p.Load) {
		return fmt.Errorf("the service ended under load, before the signal (%v):\n%s", p.state, p.tail())
	}
	l.silent(loadCtx) // a young one, besides the one that has been there from the start
	l.upload(loadCtx)
	if p.Slow != "" {
		l.slow(loadCtx)
	}
	p.wait(ctx, 50*time.Millisecond) // for the handlers to be at work
	return p.signal(l)
}

// tail waits for the last of the output, unless a child holds the pipe open.
func (p *program) tail() string {
	select {
	case <-p.read:
	case <-time.After(childWait):
	}
	text := p.text()
	if len(text) > 2000 {
		text = text[len(text)-2000:]
		_, text, _ = strings.Cut(text, "\n") // whole lines
	}
	return text
}

// signal stops the program, and looks first which children it has.
func (p *program) signal(l *load) error {
	p.known = descendants(p.proc.Pid, p.PID == 0)
	l.armed.Store(true)
	p.rec.mark(Signalled)
	if !signals {
		p.Log("ending the process by its handle")
		return p.proc.Kill()
	}
	if len(p.Stop) > 0 {
		p.Log("%s", strings.Join(p.Stop, " "))
		return p.stop()
	}
	p.Log("%s", signalName(p.Signal))
	if err := p.proc.Signal(p.Signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("cannot send %v: %w", p.Signal, err)
	}
	return nil
}

// stop runs the command that stops the program, and does not wait for it: it may
// last as long as the stop.
func (p *program) stop() error {
	fill := strings.NewReplacer("{pid}", strconv.Itoa(p.proc.Pid))
	args := replaceAll(fill, p.Stop)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Env = p.Dir, append(os.Environ(), p.Env...)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("cannot run the command that stops it: %w", err)
	}
	go func() {
		if err := cmd.Wait(); err != nil {
			p.Log("%s: %v", p.Stop[0], err)
		}
	}()
	return nil
}

// awaitExit waits for the end, and brings it about when the budget is over.
func (p *program) awaitExit(ctx context.Context) {
	budget := time.NewTimer(p.Budget)
	defer budget.Stop()
	if p.Again > 0 && signals && !p.wait(ctx, p.Again) {
		p.rec.mark(SignalAgain)
		p.Log("%s again", signalName(p.Signal))
		p.proc.Signal(p.Signal) // it may have ended by now
	}
	select {
	case <-p.exited:
	case <-ctx.Done():
		return // cleanUp kills it
	case <-budget.C:
		p.overran = true
		p.rec.finish()
		if p.PID != 0 {
			p.Log("not over after %v: left to whoever has started it", p.Budget)
			return
		}
		p.Log("not over after %v: asking for its goroutines", p.Budget)
		before := len(p.text())
		if dump(p.proc) != nil || !p.wait(ctx, dumpWait) {
			p.proc.Kill()
			<-p.exited
		}
		p.tail()
		p.goroutines = p.text()[before:]
	}
	p.tail()
	p.Log("ended: %v", p.state)
	p.left = survivors(p.proc.Pid, p.known, p.PID == 0, childWait)
}

// cleanUp leaves nothing behind that the drill has started.
func (p *program) cleanUp() {
	if p.PID != 0 {
		return
	}
	select {
	case <-p.exited:
	default:
		p.proc.Kill()
		<-p.exited
	}
	if err := end(p.proc.Pid, p.left); err != nil {
		p.Log("cannot end what the service left behind: %v", err)
	}
	p.pipe.Close()
	<-p.read
}
