package wrong

import (
	"bufio"
	"context"
	"database/sql"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func savesJobs(ctx context.Context, jobs <-chan string) error {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return err
	}
	defer db.Close()
	go func() { // want `nobody waits for this goroutine: on the way out db is closed while it may be at work with it, and what it has in hand is lost \(worker-not-awaited, note\)`
		for job := range jobs {
			if _, err := db.Exec("INSERT INTO jobs VALUES ($1)", job); err != nil {
				log.Print(err)
			}
		}
	}()
	<-ctx.Done()
	return nil
}

func writesLines(lines <-chan string) {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	w := bufio.NewWriter(os.Stdout)
	defer func() {
		if err := w.Flush(); err != nil {
			log.Print(err)
		}
	}()
	go writeAll(lines, w) // want `worker-not-awaited`
	<-stop
}

func writeAll(lines <-chan string, w *bufio.Writer) {
	for {
		line, ok := <-lines
		if !ok {
			return
		}
		w.WriteString(line)
	}
}
