package guess

import (
	"strings"
	"testing"
)

func TestChanges(t *testing.T) {
	for _, name := range strings.Fields("Exec ExecContext Begin BeginTx InsertOne SetNX HSet LPush ZAdd Save FirstOrCreate WriteMessages CommitMessages Publish BulkWrite save_all") {
		if !Changes(name) {
			t.Errorf("%s changes nothing", name)
		}
	}
	for _, name := range strings.Fields("Query QueryRow Get GetSet FindOneAndUpdate ListAdded Ping Close Stats Reset Address HasCommitted Settings _") {
		if Changes(name) {
			t.Errorf("%s changes something", name)
		}
	}
}
