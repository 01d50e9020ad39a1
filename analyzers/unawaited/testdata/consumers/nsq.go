// Package consumers stops consumers of message queues, whose handlers may be at work.
package consumers

import (
	"database/sql"
	"time"

	"github.com/nsqio/go-nsq"
)

type subscriber struct {
	orders *nsq.Consumer
	db     *sql.DB
}

func (s *subscriber) Close() error {
	s.orders.Stop() // want `s.orders.Stop does not wait for the handlers that run: they are cut where the program ends, and fail on what is closed next \(stop-not-awaited, note\)`
	return s.db.Close()
}

func deferred(c *nsq.Consumer, done chan struct{}) {
	defer c.Stop() // want `c.Stop does not wait for the handlers`
	<-done
}

func ofMany(all map[string]*nsq.Consumer) {
	for topic := range all {
		all[topic].Stop() // want `all\[topic\].Stop does not wait`
	}
}

func waits(p *nsq.Producer, t *time.Ticker) {
	t.Stop()
	p.Stop() // returns when it has stopped
}

type other struct{ StopChan chan int }

func (o *other) Stop() { close(o.StopChan) }

func stopsAnother(o *other) {
	o.Stop()
	<-o.StopChan
}
