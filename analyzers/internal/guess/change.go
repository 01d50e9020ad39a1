package guess

// changes are the words for what is done to a store that is not only looked at.
var changes = set("ack acknowledge add append begin commit copy create decr del delete enqueue exec expire incr insert merge nack persist " +
	"produce publish push put remove rename replace save send set store submit transaction truncate tx update upsert write")

// looks are those for what is.
var looks = set("count find get has is list load lookup query read scan search select")

// Changes reports whether a method called name may change something in the store that it is called on.
func Changes(name string) bool {
	list := Words(name)
	found := false
	for _, w := range list {
		found = found || changes[w]
	}
	return found && !looks[list[0]]
}
