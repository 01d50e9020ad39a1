package resource

var (
	_ = register(mongo("go.mongodb.org/mongo-driver/mongo"))
	_ = register(mongo("go.mongodb.org/mongo-driver/v2/mongo"))
)

// mongo-driver of one major version. The server closes a cursor that has been read to its end.
// Disconnect waits until the connections in use come back; when its context ends it closes them.
func mongo(path string) library {
	one, cursor, stream := Kind(path+".Client"), Kind(path+".Cursor"), Kind(path+".ChangeStream")
	return library{
		resources: []Resource{client(one),
			{Kind: cursor, Category: "rows-unclosed", Noun: "cursor", Verb: "closed", Lost: "the server keeps it open until it times out"},
			{Kind: stream, Category: "rows-unclosed", Noun: "change stream", Verb: "closed", Lost: "the server keeps its cursor open until it times out"}},
		stores: []string{string(one)},
		owed: [][]Row{
			made(one, path+".", "Connect"), {{Func: "(*" + path + ".Client).Disconnect", Recv: Releases, Args: []Effect{BoundsStop}}},
			made(cursor, "(*"+path+".Collection).", "Find", "Aggregate"), made(cursor, "(*"+path+".Database).", "Aggregate", "RunCommandCursor", "ListCollections"),
			having(Reads|Iterates, "(*"+path+".Cursor).", "Next"), having(Releases, "(*"+path+".Cursor).", "Close", "All"),
			made(stream, "(*"+path+".Client).", "Watch"), made(stream, "(*"+path+".Database).", "Watch"), made(stream, "(*"+path+".Collection).", "Watch"),
			having(Releases, "(*"+path+".ChangeStream).", "Close"),
		},
	}
}
