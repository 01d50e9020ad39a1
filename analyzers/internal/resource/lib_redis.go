package resource

var (
	_ = register(redis("github.com/go-redis/redis/v8", false))
	_ = register(redis("github.com/redis/go-redis/v9", true))
)

// go-redis of one major version. From v9.22 on a Client has a Close of its own.
func redis(path string, own bool) library {
	one, cluster, ring, universal, conn, sub := Kind(path+".Client"), Kind(path+".ClusterClient"), Kind(path+".Ring"), Kind(path+".UniversalClient"), Kind(path+".Conn"), Kind(path+".PubSub")
	through := map[Kind]string{one: path + ".baseClient", conn: path + ".baseClient"}
	var closes []Row
	if own {
		delete(through, one)
		closes = having(Releases, "(*"+path+".Client).", "Close")
	}
	return library{
		resources: []Resource{client(one), client(cluster), client(ring), client(universal),
			{Kind: conn, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostRows},
			{Kind: sub, Category: "conn-unclosed", Noun: "subscription", Verb: "closed", Lost: "its connection and goroutines stay for good", Process: true}},
		through: through,
		stores:  []string{string(one)},
		calm:    []string{path},
		owed: [][]Row{
			closes,
			made(one, path+".", "NewClient", "NewFailoverClient"), made(cluster, path+".", "NewClusterClient", "NewFailoverClusterClient"),
			made(ring, path+".", "NewRing"), made(universal, path+".", "NewUniversalClient"), made(conn, "(*"+path+".Client).", "Conn"),
			made(sub, "(*"+path+".Client).", "Subscribe", "PSubscribe"), made(sub, "(*"+path+".ClusterClient).", "Subscribe", "PSubscribe"),
			made(sub, "(*"+path+".Ring).", "Subscribe", "PSubscribe"), made(sub, "("+path+".UniversalClient).", "Subscribe", "PSubscribe"),
			having(Releases, "(*"+path+".baseClient).", "Close"), having(Releases, "(*"+path+".ClusterClient).", "Close"), having(Releases, "(*"+path+".Ring).", "Close"),
			having(Releases, "("+path+".UniversalClient).", "Close"), having(Releases, "(*"+path+".PubSub).", "Close"),
			fluent(Reads, "(*"+path+".PubSub).", "Channel"),
		},
	}
}
