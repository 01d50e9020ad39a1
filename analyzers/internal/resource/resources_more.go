package resource

import "slices"

// made are rows of functions whose first result is of kind k and owed by the caller.
func made(k Kind, prefix string, names ...string) []Row {
	var rows []Row
	for _, name := range names {
		rows = append(rows, makes(prefix+name, 0, k))
	}
	return rows
}

// having are rows of methods that do e to their receiver.
func having(e Effect, prefix string, names ...string) []Row {
	var rows []Row
	for _, name := range names {
		rows = append(rows, Row{Func: prefix + name, Recv: e})
	}
	return rows
}

// client is a connection, or a pool of them, that may live as long as the process.
func client(k Kind) Resource {
	return Resource{Kind: k, Category: "conn-unclosed", Noun: "client", Verb: "closed", Lost: "its connections and goroutines stay for good", Process: true}
}

// sqlx: its types hold those of database/sql, and what its functions do follows from that.
var sqlxResources = []Resource{
	{Kind: "github.com/jmoiron/sqlx.Rows", Category: "rows-unclosed", Noun: "rows", Verb: "closed", Deferred: "Close()", Lost: lostRows, Handed: true, Iterator: true},
	{Kind: "github.com/jmoiron/sqlx.Stmt", Category: "stmt-unclosed", Noun: "statement", Verb: "closed", Deferred: "Close()", Lost: "the database keeps it prepared until the connection ends"},
	{Kind: "github.com/jmoiron/sqlx.NamedStmt", Category: "stmt-unclosed", Noun: "statement", Verb: "closed", Deferred: "Close()", Lost: "the database keeps it prepared until the connection ends"},
	{Kind: "github.com/jmoiron/sqlx.Tx", Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Deferred: "Rollback()", Lost: lostTx},
	{Kind: "github.com/jmoiron/sqlx.Conn", Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostRows},
	{Kind: "github.com/jmoiron/sqlx.DB", Category: "conn-unclosed", Noun: "database", Verb: "closed", Lost: "its pool and goroutine stay for good", Process: true},
}

var sqlxRows = slices.Concat(
	made("github.com/jmoiron/sqlx.Rows", "(*github.com/jmoiron/sqlx.DB).", "Queryx", "QueryxContext", "NamedQuery", "NamedQueryContext"),
	made("github.com/jmoiron/sqlx.Rows", "(*github.com/jmoiron/sqlx.Tx).", "Queryx", "QueryxContext", "NamedQuery"),
	made("github.com/jmoiron/sqlx.Rows", "(*github.com/jmoiron/sqlx.Conn).", "QueryxContext"),
	made("github.com/jmoiron/sqlx.Rows", "(*github.com/jmoiron/sqlx.Stmt).", "Queryx", "QueryxContext"),
	made("github.com/jmoiron/sqlx.Rows", "(*github.com/jmoiron/sqlx.NamedStmt).", "Queryx", "QueryxContext"),
	made(SQLRows, "(*github.com/jmoiron/sqlx.NamedStmt).", "Query", "QueryContext"),
	made("github.com/jmoiron/sqlx.Conn", "(*github.com/jmoiron/sqlx.DB).", "Connx"),
	made("github.com/jmoiron/sqlx.Tx", "(*github.com/jmoiron/sqlx.Conn).", "BeginTxx"),
	made("github.com/jmoiron/sqlx.Stmt", "(*github.com/jmoiron/sqlx.Conn).", "PreparexContext"),
	made("github.com/jmoiron/sqlx.Tx", "(*github.com/jmoiron/sqlx.DB).", "Beginx", "BeginTxx", "MustBegin", "MustBeginTx"),
	made("github.com/jmoiron/sqlx.Stmt", "(*github.com/jmoiron/sqlx.DB).", "Preparex", "PreparexContext"),
	made("github.com/jmoiron/sqlx.NamedStmt", "(*github.com/jmoiron/sqlx.DB).", "PrepareNamed", "PrepareNamedContext"),
	having(0, "(*github.com/jmoiron/sqlx.Tx).", "Preparex", "PreparexContext", "PrepareNamed", "PrepareNamedContext"), // end with it
	having(Releases, "(*github.com/jmoiron/sqlx.NamedStmt).", "Close"),
	made("github.com/jmoiron/sqlx.DB", "github.com/jmoiron/sqlx.", "Open", "Connect", "ConnectContext", "MustConnect", "MustOpen"),
	[]Row{
		{Func: "github.com/jmoiron/sqlx.StructScan", Args: []Effect{Reads | Iterates | ChecksErr, Reads}},
		{Func: "github.com/jmoiron/sqlx.NewDb", Args: []Effect{Reads}, Wraps: []Wrap{{0, 0}}},
		{Func: "(*github.com/jmoiron/sqlx.Rows).StructScan", Recv: Reads, Args: []Effect{Reads}},
		{Func: "(*github.com/jmoiron/sqlx.Rows).MapScan", Recv: Reads, Args: []Effect{Reads}},
		{Func: "(*github.com/jmoiron/sqlx.Rows).SliceScan", Recv: Reads},
	},
)

// pgx of one major version.
func pgx(path string) ([]Resource, []Row) {
	rows, batch, tx, conn, pool := Kind(path+".Rows"), Kind(path+".BatchResults"), Kind(path+".Tx"), Kind(path+".Conn"), path+"/pgxpool."
	lease := Kind(pool + "Conn")
	collect := Releases | ChecksErr | Iterates
	resources := []Resource{
		{Kind: rows, Category: "rows-unclosed", Noun: "rows", Verb: "closed", Deferred: "Close()", Lost: lostRows, Handed: true, Iterator: true},
		{Kind: batch, Category: "rows-unclosed", Noun: "results", Verb: "closed", Deferred: "Close()", Lost: "its connection stays busy"},
		{Kind: tx, Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Lost: lostTx},
		{Kind: Kind(pool + "Tx"), Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Lost: lostTx},
		{Kind: conn, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Lost: lostConn, Process: true},
		{Kind: lease, Category: "conn-unclosed", Noun: "connection", Verb: "released", Lost: "it does not go back to the pool, which runs dry"},
		client(Kind(pool + "Pool")),
	}
	table := slices.Concat(
		made(rows, "(*"+path+".Conn).", "Query"), made(rows, "("+path+".Tx).", "Query"),
		made(rows, "(*"+pool+"Pool).", "Query"), made(rows, "(*"+pool+"Conn).", "Query"), made(rows, "(*"+pool+"Tx).", "Query"),
		having(Releases, "("+path+".Rows).", "Close"), having(Reads|Iterates, "("+path+".Rows).", "Next"), having(Reads|ChecksErr, "("+path+".Rows).", "Err"),
		made(batch, "(*"+path+".Conn).", "SendBatch"), made(batch, "("+path+".Tx).", "SendBatch"),
		made(batch, "(*"+pool+"Pool).", "SendBatch"), made(batch, "(*"+pool+"Conn).", "SendBatch"), made(batch, "(*"+pool+"Tx).", "SendBatch"),
		having(Releases, "("+path+".BatchResults).", "Close"), having(Reads, "("+path+".BatchResults).", "Query"), // its rows end with the results
		made(tx, "(*"+path+".Conn).", "Begin", "BeginTx"), made(tx, "("+path+".Tx).", "Begin"),
		made(tx, "(*"+pool+"Pool).", "Begin", "BeginTx"), made(tx, "(*"+pool+"Conn).", "Begin", "BeginTx"), made(tx, "(*"+pool+"Tx).", "Begin"),
		having(Releases, "("+path+".Tx).", "Commit", "Rollback"), having(Releases, "(*"+pool+"Tx).", "Commit", "Rollback"),
		made(conn, path+".", "Connect", "ConnectConfig"), having(Releases, "(*"+path+".Conn).", "Close"),
		made(lease, "(*"+pool+"Pool).", "Acquire"), having(Releases, "(*"+pool+"Conn).", "Release", "Hijack"),
		having(Releases, "(*"+pool+"Pool).", "Close"),
	)
	if path == "github.com/jackc/pgx/v4" {
		return resources, slices.Concat(table, made(Kind(pool+"Pool"), pool, "Connect", "ConnectConfig"))
	}
	return resources, slices.Concat(table, made(Kind(pool+"Pool"), pool, "New", "NewWithConfig"), []Row{
		{Func: path + ".CollectRows", Args: []Effect{collect, Reads}},
		{Func: path + ".CollectOneRow", Args: []Effect{collect, Reads}},
		{Func: path + ".CollectExactlyOneRow", Args: []Effect{collect, Reads}},
		{Func: path + ".AppendRows", Args: []Effect{Reads, collect, Reads}},
		{Func: path + ".ForEachRow", Args: []Effect{collect, Reads, Reads}},
	})
}

var (
	pgx4Resources, pgx4Rows = pgx("github.com/jackc/pgx/v4")
	pgx5Resources, pgx5Rows = pgx("github.com/jackc/pgx/v5")
)

// gorm
var gormRows = made(SQLRows, "(*gorm.io/gorm.DB).", "Rows")

// google.golang.org/grpc
var grpcResources = []Resource{client("google.golang.org/grpc.ClientConn")}

var grpcRows = slices.Concat(
	made("google.golang.org/grpc.ClientConn", "google.golang.org/grpc.", "NewClient", "Dial", "DialContext"),
	having(Releases, "(*google.golang.org/grpc.ClientConn).", "Close"),
)

// go-redis of one major version.
func redis(path string) ([]Resource, []Row) {
	one, cluster, ring, universal, conn, sub := Kind(path+".Client"), Kind(path+".ClusterClient"), Kind(path+".Ring"), Kind(path+".UniversalClient"), Kind(path+".Conn"), Kind(path+".PubSub")
	var subscribes []Row
	for _, t := range []string{"Client", "ClusterClient", "Ring"} {
		subscribes = append(subscribes, made(sub, "(*"+path+"."+t+").", "Subscribe", "PSubscribe")...)
	}
	return []Resource{client(one), client(cluster), client(ring), client(universal),
			{Kind: conn, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostRows},
			{Kind: sub, Category: "conn-unclosed", Noun: "subscription", Verb: "closed", Lost: "its connection and goroutines stay for good", Process: true}},
		slices.Concat(
			made(one, path+".", "NewClient", "NewFailoverClient"), made(cluster, path+".", "NewClusterClient", "NewFailoverClusterClient"),
			made(ring, path+".", "NewRing"), made(universal, path+".", "NewUniversalClient"), made(conn, "(*"+path+".Client).", "Conn"),
			subscribes, made(sub, "("+path+".UniversalClient).", "Subscribe", "PSubscribe"),
			having(Releases, "(*"+path+".baseClient).", "Close"), having(Releases, "(*"+path+".ClusterClient).", "Close"), having(Releases, "(*"+path+".Ring).", "Close"),
			having(Releases, "("+path+".UniversalClient).", "Close"), having(Releases, "(*"+path+".PubSub).", "Close"),
			[]Row{{Func: "(*" + path + ".PubSub).Channel", Recv: Reads, Wraps: []Wrap{{Recv, 0}}}},
		)
}

var (
	redis8Resources, redis8Rows = redis("github.com/go-redis/redis/v8")
	redis9Resources, redis9Rows = redis("github.com/redis/go-redis/v9")
)

// AMQP: closing the connection closes its channels.
func amqp(path string) ([]Resource, []Row) {
	conn, channel := Kind(path+".Connection"), Kind(path+".Channel")
	return []Resource{client(conn), client(channel)}, slices.Concat(
		made(conn, path+".", "Dial", "DialConfig", "DialTLS"), made(channel, "(*"+path+".Connection).", "Channel"),
		having(Releases, "(*"+path+".Connection).", "Close"), having(Releases, "(*"+path+".Channel).", "Close"),
	)
}

var (
	amqpResources, amqpRows           = amqp("github.com/rabbitmq/amqp091-go")
	streadwayResources, streadwayRows = amqp("github.com/streadway/amqp")
)

// kafka-go
var kafkaResources = []Resource{client("github.com/segmentio/kafka-go.Reader"), client("github.com/segmentio/kafka-go.Writer"), client("github.com/segmentio/kafka-go.Conn"), client("github.com/segmentio/kafka-go.ConsumerGroup")}

var kafkaRows = slices.Concat(
	made("github.com/segmentio/kafka-go.Reader", "github.com/segmentio/kafka-go.", "NewReader"),
	made("github.com/segmentio/kafka-go.Writer", "github.com/segmentio/kafka-go.", "NewWriter"),
	made("github.com/segmentio/kafka-go.Conn", "github.com/segmentio/kafka-go.", "Dial", "DialContext", "DialLeader", "DialPartition"),
	made("github.com/segmentio/kafka-go.Conn", "(*github.com/segmentio/kafka-go.Dialer).", "Dial", "DialContext", "DialLeader", "DialPartition"),
	made("github.com/segmentio/kafka-go.ConsumerGroup", "github.com/segmentio/kafka-go.", "NewConsumerGroup"),
	having(Releases, "(*github.com/segmentio/kafka-go.ConsumerGroup).", "Close"),
	having(Releases, "(*github.com/segmentio/kafka-go.Reader).", "Close"),
	having(Releases, "(*github.com/segmentio/kafka-go.Writer).", "Close"),
	having(Releases, "(*github.com/segmentio/kafka-go.Conn).", "Close"),
	each(Delivers, "(*github.com/segmentio/kafka-go.Reader).", "ReadMessage", "FetchMessage"),
)

// sarama, by either of its paths.
func sarama(path string) ([]Resource, []Row) {
	one, admin, partition := Kind(path+".Client"), Kind(path+".ClusterAdmin"), Kind(path+".PartitionConsumer")
	resources := []Resource{client(one), client(admin), client(partition)}
	rows := slices.Concat(
		made(one, path+".", "NewClient"), having(Releases, "("+path+".Client).", "Close"),
		made(admin, path+".", "NewClusterAdmin"), having(Releases, "("+path+".ClusterAdmin).", "Close"),
		made(partition, "("+path+".Consumer).", "ConsumePartition"), having(Releases, "("+path+".PartitionConsumer).", "Close", "AsyncClose"),
		having(Releases, "("+path+".AsyncProducer).", "AsyncClose"),
	)
	for _, name := range []string{"Consumer", "ConsumerGroup", "SyncProducer", "AsyncProducer"} {
		kind := Kind(path + "." + name)
		resources = append(resources, client(kind))
		rows = slices.Concat(rows, made(kind, path+".New", name), having(Releases, "("+path+"."+name+").", "Close"),
			[]Row{{Func: path + ".New" + name + "FromClient", Args: []Effect{Keeps}, Makes: []Made{{Kind: kind}}}})
	}
	return resources, rows
}

var (
	saramaResources, saramaRows   = sarama("github.com/IBM/sarama")
	shopifyResources, shopifyRows = sarama("github.com/Shopify/sarama")
)

// nats.go
var natsResources = []Resource{client("github.com/nats-io/nats.go.Conn")}

var natsRows = slices.Concat(
	made("github.com/nats-io/nats.go.Conn", "github.com/nats-io/nats.go.", "Connect"),
	made("github.com/nats-io/nats.go.Conn", "(github.com/nats-io/nats.go.Options).", "Connect"),
	having(Releases, "(*github.com/nats-io/nats.go.Conn).", "Close", "Drain"),
	each(Delivers, "(*github.com/nats-io/nats.go.Subscription).", "NextMsg", "NextMsgWithContext", "Fetch"),
)

// mongo-driver of one major version. The server closes a cursor that has been read to its end.
func mongo(path string) ([]Resource, []Row) {
	one, cursor, stream := Kind(path+".Client"), Kind(path+".Cursor"), Kind(path+".ChangeStream")
	return []Resource{client(one), {Kind: cursor, Category: "rows-unclosed", Noun: "cursor", Verb: "closed", Lost: "the server keeps it open until it times out"},
			{Kind: stream, Category: "rows-unclosed", Noun: "change stream", Verb: "closed", Lost: "the server keeps its cursor open until it times out"}},
		slices.Concat(
			made(one, path+".", "Connect"), having(Releases, "(*"+path+".Client).", "Disconnect"),
			made(cursor, "(*"+path+".Collection).", "Find", "Aggregate"), made(cursor, "(*"+path+".Database).", "Aggregate", "RunCommandCursor", "ListCollections"),
			having(Reads|Iterates, "(*"+path+".Cursor).", "Next"), having(Releases, "(*"+path+".Cursor).", "Close", "All"),
			made(stream, "(*"+path+".Client).", "Watch"), made(stream, "(*"+path+".Database).", "Watch"), made(stream, "(*"+path+".Collection).", "Watch"),
			having(Releases, "(*"+path+".ChangeStream).", "Close"),
		)
}

var (
	mongo1Resources, mongo1Rows = mongo("go.mongodb.org/mongo-driver/mongo")
	mongo2Resources, mongo2Rows = mongo("go.mongodb.org/mongo-driver/v2/mongo")
)

// etcd
var etcdResources = []Resource{client("go.etcd.io/etcd/client/v3.Client")}

var etcdRows = slices.Concat(
	made("go.etcd.io/etcd/client/v3.Client", "go.etcd.io/etcd/client/v3.", "New", "NewFromURL"),
	having(Releases, "(*go.etcd.io/etcd/client/v3.Client).", "Close"),
)
