package libraries

import (
	"context"
	"database/sql"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/hibiken/asynq"
	"github.com/nsqio/go-nsq"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"
)

func asynqForgotten(redis asynq.RedisConnOpt, task *asynq.Task) error {
	client := asynq.NewClient(redis) // want `client, the client of asynq.NewClient, is never closed.*conn-unclosed`
	_, err := client.Enqueue(task)
	return err
}

func asynqClosed(redis asynq.RedisConnOpt, task *asynq.Task) error {
	client := asynq.NewClient(redis)
	defer client.Close()
	_, err := client.Enqueue(task)
	return err
}

func nsqForgottenWhenPublishingFails(addr string) error {
	producer, err := nsq.NewProducer(addr, nsq.NewConfig()) // want `producer, the client of nsq.NewProducer, is not closed on every path.*conn-unclosed`
	if err != nil {
		return err
	}
	if err := producer.Ping(); err != nil {
		return err
	}
	producer.Stop()
	return nil
}

func nsqStopped(handler nsq.Handler) error {
	consumer, err := nsq.NewConsumer("orders", "mail", nsq.NewConfig())
	if err != nil {
		return err
	}
	consumer.AddHandler(handler)
	consumer.Stop()
	<-consumer.StopChan
	return nil
}

func bunTransactionForgotten(ctx context.Context, db *bun.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want `tx, the transaction of db.BeginTx, is not committed or rolled back on every path.*tx-not-finished`
	if err != nil {
		return err
	}
	if _, err := tx.NewRaw("UPDATE orders SET sent = TRUE").Exec(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func bunTransactionFinished(ctx context.Context, db *bun.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.NewRaw("UPDATE orders SET sent = TRUE").Exec(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func bunRowsForgotten(ctx context.Context, query *bun.SelectQuery) error {
	rows, err := query.Rows(ctx) // want `rows-unclosed`
	if err != nil {
		return err
	}
	if !rows.Next() {
		return rows.Err()
	}
	var id int
	return rows.Scan(&id)
}

func bunClosesWhatItIsMadeOf(ctx context.Context, dsn string, dialect schema.Dialect) error {
	pool, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	db := bun.NewDB(pool, dialect)
	defer db.Close()
	return db.PingContext(ctx)
}

func entForgotten(dsn string) (string, error) {
	driver, err := entsql.Open("postgres", dsn) // want `conn-unclosed`
	if err != nil {
		return "", err
	}
	return driver.Dialect(), driver.DB().Ping()
}

func entClosesWhatItIsMadeOf(dsn string) error {
	pool, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	driver := entsql.OpenDB("postgres", pool)
	defer driver.Close()
	return driver.DB().Ping()
}
