package libraries

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/IBM/sarama"
	redis8 "github.com/go-redis/redis/v8"
	"github.com/gorilla/websocket"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/redis/go-redis/v9"
	"github.com/segmentio/kafka-go"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.mongodb.org/mongo-driver/v2/mongo"
)

func redisUniversal(ctx context.Context, key string) (string, error) {
	c := redis.NewUniversalClient(&redis.UniversalOptions{}) // want `conn-unclosed`
	return c.Get(ctx, key).Result()
}

func redisClosed(ctx context.Context, key string) (string, error) {
	c := redis.NewClient(&redis.Options{})
	defer c.Close()
	return c.Get(ctx, key).Result()
}

func redisLeftOpen(ctx context.Context, key string) (string, error) {
	c := redis.NewClient(&redis.Options{}) // want `conn-unclosed`
	return c.WithTimeout(time.Second).Get(ctx, key).Result()
}

func redisSubscribed(ctx context.Context, c *redis.Client) error {
	sub := c.Subscribe(ctx, "news")
	defer sub.Close()
	_, err := sub.Receive(ctx)
	return err
}

// A client of the older version closes by a method of what it embeds.
func redisClosedBefore(ctx context.Context, key string) (string, error) {
	c := redis8.NewClient(&redis8.Options{})
	defer c.Close()
	return c.Get(ctx, key).Result()
}

func redisLeftOpenBefore(ctx context.Context, key string) (string, error) {
	c := redis8.NewClient(&redis8.Options{}) // want `conn-unclosed`
	return c.Get(ctx, key).Result()
}

func redisConn(ctx context.Context, c *redis.Client) error {
	conn := c.Conn() // want `does not go back to the pool.*conn-unclosed`
	return conn.Ping(ctx).Err()
}

type publisher struct{ conn *amqp.Connection }

func (p *publisher) Close() error { return p.conn.Close() }

func amqpKept(url string) (*publisher, error) {
	conn, err := amqp.Dial(url)
	if err != nil {
		return nil, err
	}
	return &publisher{conn}, nil
}

func amqpLeftWhenTheChannelFails(url string) (*publisher, error) {
	conn, err := amqp.Dial(url) // want `conn, the client of amqp.Dial, is not closed on every path.*conn-unclosed`
	if err != nil {
		return nil, err
	}
	ch, err := conn.Channel()
	if err != nil {
		return nil, err
	}
	if err := ch.Close(); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return &publisher{conn}, nil
}

func amqpWithItsConnection(url string) error {
	conn, err := amqp.Dial(url)
	if err != nil {
		return err
	}
	defer conn.Close() // and so its channels
	ch, err := conn.Channel()
	if err != nil {
		return err
	}
	return ch.Qos(1, 0, false)
}

func amqpNext(urls []string) *amqp.Connection {
	for _, url := range urls {
		conn, err := amqp.Dial(url)
		if err != nil {
			continue
		}
		ch, err := conn.Channel()
		if err != nil {
			conn.Close()
			continue
		}
		if err := ch.Qos(1, 0, false); err != nil {
			conn.Close()
			continue
		}
		ch.Close()
		return conn
	}
	return nil
}

func amqpOfAnother(conn, other *amqp.Connection) error {
	defer other.Close()
	ch, err := conn.Channel() // want `ch, the client of conn.Channel, is never closed.*conn-unclosed`
	if err != nil {
		return err
	}
	return ch.Qos(1, 0, false)
}

func kafkaOneMessage(ctx context.Context) ([]byte, error) {
	r := kafka.NewReader(kafka.ReaderConfig{Topic: "t"}) // want `conn-unclosed`
	m, err := r.ReadMessage(ctx)
	return m.Value, err
}

func kafkaDialer(ctx context.Context, d *kafka.Dialer) error {
	conn, err := d.DialContext(ctx, "tcp", "localhost:9092")
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Brokers()
	return err
}

func saramaPartition(c sarama.Consumer) (int64, error) {
	p, err := c.ConsumePartition("t", 0, sarama.OffsetNewest) // want `conn-unclosed`
	if err != nil {
		return 0, err
	}
	return (<-p.Messages()).Offset, nil
}

func saramaOfAClient(addrs []string) (sarama.SyncProducer, error) {
	c, err := sarama.NewClient(addrs, nil)
	if err != nil {
		return nil, err
	}
	return sarama.NewSyncProducerFromClient(c)
}

func natsOnce(url string) error {
	nc, err := nats.Connect(url) // want `conn-unclosed`
	if err != nil {
		return err
	}
	return nc.Publish("s", nil)
}

func natsDrained(url string) error {
	nc, err := nats.Connect(url)
	if err != nil {
		return err
	}
	defer nc.Drain()
	return nc.Publish("s", nil)
}

func mongoDecodeFails(ctx context.Context, c *mongo.Collection) (all []int, err error) {
	cur, err := c.Find(ctx, nil) // want `rows-unclosed`
	if err != nil {
		return nil, err
	}
	for cur.Next(ctx) {
		var n int
		if err := cur.Decode(&n); err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, cur.Err()
}

func mongoReadToTheEnd(ctx context.Context, c *mongo.Collection) (n int, err error) {
	cur, err := c.Find(ctx, nil)
	if err != nil {
		return 0, err
	}
	for cur.Next(ctx) {
		n++
	}
	return n, cur.Err()
}

func mongoAll(ctx context.Context, c *mongo.Collection) (all []int, err error) {
	cur, err := c.Find(ctx, nil)
	if err != nil {
		return nil, err
	}
	err = cur.All(ctx, &all)
	return all, err
}

func mongoWatch(ctx context.Context, c *mongo.Collection) bool {
	s, err := c.Watch(ctx, mongo.Pipeline{}) // want `rows-unclosed`
	return err == nil && s.Next(ctx)
}

func mongoByHelper(ctx context.Context) error {
	client, err := mongo.Connect()
	if err != nil {
		return err
	}
	defer disconnect(ctx, client)
	return client.Ping(ctx, nil)
}

func disconnect(ctx context.Context, d interface{ Disconnect(context.Context) error }) {
	_ = d.Disconnect(ctx)
}

func etcdOnce(ctx context.Context) error {
	c, err := clientv3.New(clientv3.Config{}) // want `conn-unclosed`
	if err != nil {
		return err
	}
	_, err = c.Get(ctx, "k")
	return err
}

func batchForgotten(ctx context.Context, pool *pgxpool.Pool, b *pgx.Batch) error {
	_, err := pool.SendBatch(ctx, b).Exec() // want `rows-unclosed`
	return err
}

func batchClosed(ctx context.Context, tx pgx.Tx, b *pgx.Batch) error {
	return tx.SendBatch(ctx, b).Close()
}

func batchRows(ctx context.Context, pool *pgxpool.Pool, b *pgx.Batch) (n int, err error) {
	results := pool.SendBatch(ctx, b)
	defer results.Close()
	rows, err := results.Query()
	if err != nil {
		return 0, err
	}
	rows.Next()
	return n, rows.Scan(&n)
}

func websocketHasNoBody(ctx context.Context, url string) (*websocket.Conn, error) {
	conn, resp, err := websocket.DefaultDialer.DialContext(ctx, url, nil)
	if err != nil && resp != nil && resp.StatusCode == http.StatusUnauthorized {
		return nil, errUnauthorized
	}
	return conn, err
}

var errUnauthorized = http.ErrNoCookie

func listenTCP(addr *net.TCPAddr) (net.Conn, error) {
	ln, err := net.ListenTCP("tcp", addr) // want `its port stays taken.*conn-unclosed`
	if err != nil {
		return nil, err
	}
	return ln.Accept()
}

func listenUnix(addr *net.UnixAddr, h http.Handler) error {
	ln, err := net.ListenUnix("unix", addr)
	if err != nil {
		return err
	}
	return http.Serve(ln, h)
}

func secondDescriptor(conn *net.TCPConn) (uintptr, error) {
	f, err := conn.File() // want `file-unclosed`
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return uintptr(info.Size()), nil
}
