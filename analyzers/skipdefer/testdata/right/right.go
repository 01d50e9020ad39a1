// Package main lets what matters run first.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"sync"
	"time"
)

func main() { os.Exit(run()) }

func run() int {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	if work() != nil {
		return 1
	}
	return 0
}

func fatalBeforeTheFirstDefer() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if err := work(); err != nil {
		log.Print(err)
	}
}

func fatalInsideTheDeferredFunction(db *sql.DB) {
	defer func() {
		if err := db.Close(); err != nil {
			log.Fatal(err)
		}
	}()
	if err := work(); err != nil {
		log.Print(err)
	}
}

func panicsRunDefers(db *sql.DB) {
	defer db.Close()
	if err := work(); err != nil {
		log.Panicf("work: %v", err)
	}
	if err := work(); err != nil {
		runtime.Goexit()
	}
	panic("done")
}

func siblingBranch(keep bool) {
	if keep {
		f, err := os.Create("out")
		if err != nil {
			return
		}
		defer f.Close()
		if _, err := f.WriteString("x"); err != nil {
			return
		}
	} else {
		log.Fatal("nothing to keep")
	}
}

func loopBeforeTheDefer(names []string) {
	for _, name := range names {
		if name == "" {
			log.Fatal("empty")
		}
	}
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	for _, name := range names {
		w.WriteString(name)
	}
}

func deferCancelOnly() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := ctx.Err(); err != nil {
		log.Fatal(err)
	}
}

func nothingIsLost(url string, mu *sync.Mutex, wg *sync.WaitGroup) {
	mu.Lock()
	defer mu.Unlock()
	defer wg.Done()
	defer log.Print("leaving")
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	resp, err := http.Get(url)
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	in, err := os.Open("in")
	if err != nil {
		log.Fatal(err)
	}
	defer in.Close()
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	if _, err := io.ReadAll(resp.Body); err != nil {
		log.Fatal(err)
	}
}

func queryOnly(db *sql.DB) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		log.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			log.Fatal(err)
		}
	}
}

func cleanupByHand(db *sql.DB) {
	defer db.Close()
	if err := work(); err != nil {
		db.Close()
		log.Fatal(err)
	}
}

func cleanupByHelper(db *sql.DB) {
	defer db.Close()
	if err := work(); err != nil {
		closeAll(db)
		os.Exit(1)
	}
}

func closeAll(db *sql.DB) {
	if err := db.Close(); err != nil {
		log.Print(err)
	}
}

func cleanupOfTheLiteral() {
	w := bufio.NewWriter(os.Stdout)
	finish := func() { w.Flush() }
	defer finish()
	if err := work(); err != nil {
		finish()
		os.Exit(1)
	}
}

func theGoroutineHasItsOwnDefers(db *sql.DB, stop <-chan os.Signal) {
	defer db.Close()
	go func() {
		<-stop
		os.Exit(130)
	}()
	if err := work(); err != nil {
		log.Print(err)
	}
}

func theHelperOnlyLogs(db *sql.DB) {
	defer db.Close()
	if err := work(); err != nil {
		logAt(1, err)
	}
}

// logAt ends the process for some levels, none of which is used above.
func logAt(level int, err error) {
	if level > 3 {
		log.Fatal(err)
	}
	log.Print(err)
}

func deferredExit() {
	defer os.Exit(0)
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	w.WriteString("done")
}

// quiet is not log.
type quiet struct{}

func (quiet) Fatal(...any) {}

func shadowed(db *sql.DB) {
	log := quiet{}
	defer db.Close()
	if err := work(); err != nil {
		log.Fatal(err)
	}
}

func work() error { return nil }

func writtenByAnotherProcess(start func(out *os.File) error) {
	f, err := os.Create("log")
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	cmd := &os.ProcAttr{}
	cmd.Files = []*os.File{f}
	if _, err := os.StartProcess("daemon", nil, cmd); err != nil {
		log.Fatal(err)
	}
}

// What is written to a file is in the hands of the kernel.
func createdFile(data []byte) {
	f, err := os.Create("out")
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		log.Fatal(err)
	}
}

func appendedFile(data []byte) {
	f, err := os.OpenFile("out", os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := f.Write(data); err != nil {
		log.Fatal(err)
	}
}
