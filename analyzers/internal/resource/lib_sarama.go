package resource

var (
	_ = register(sarama("github.com/IBM/sarama"))
	_ = register(sarama("github.com/Shopify/sarama"))
)

// sarama, by either of its paths.
func sarama(path string) library {
	one, admin, partition := Kind(path+".Client"), Kind(path+".ClusterAdmin"), Kind(path+".PartitionConsumer")
	l := library{
		rows: [][]Row{
			each(Buffers, path+".", "NewAsyncProducer", "NewAsyncProducerFromClient"),
			having(Flushes, "("+path+".AsyncProducer).", "Close", "AsyncClose"),
			each(Cleans, "("+path+".AsyncProducer).", "Close", "AsyncClose"),
			each(Cleans, "("+path+".ConsumerGroup).", "Close"), // commits, and leaves the group
			accepts("("+path+".AsyncProducer).", "Input", "Successes", "Errors"),
		},
		resources: []Resource{client(one), client(admin), client(partition)},
		owed: [][]Row{
			made(one, path+".", "NewClient"), having(Releases, "("+path+".Client).", "Close"),
			made(admin, path+".", "NewClusterAdmin"), having(Releases, "("+path+".ClusterAdmin).", "Close"),
			made(partition, "("+path+".Consumer).", "ConsumePartition"), having(Releases, "("+path+".PartitionConsumer).", "Close", "AsyncClose"),
			having(Releases, "("+path+".AsyncProducer).", "AsyncClose"),
		},
	}
	for _, name := range []string{"Consumer", "ConsumerGroup", "SyncProducer", "AsyncProducer"} {
		kind := Kind(path + "." + name)
		l.resources = append(l.resources, client(kind))
		l.owed = append(l.owed, made(kind, path+".New", name), having(Releases, "("+path+"."+name+").", "Close"),
			[]Row{{Func: path + ".New" + name + "FromClient", Args: []Effect{Keeps}, Makes: []Made{{Kind: kind}}}})
	}
	return l
}
