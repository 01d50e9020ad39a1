package resource

import (
	"go/types"
	"slices"
	"strings"
)

// cleanupRows say whether anything is lost when the process ends before the call.
var cleanupRows = slices.Concat(
	// What is buffered, or completes a format.
	each(Cleans, "(*bufio.Writer).", "Flush"),
	each(Cleans, "(*compress/gzip.Writer).", "Close", "Flush"),
	each(Cleans, "(*compress/zlib.Writer).", "Close", "Flush"),
	each(Cleans, "(*compress/flate.Writer).", "Close", "Flush"),
	each(Cleans, "(*archive/zip.Writer).", "Close", "Flush"),
	each(Cleans, "(*archive/tar.Writer).", "Close", "Flush"),
	each(Cleans, "(*encoding/csv.Writer).", "Flush"),
	each(Cleans, "(*text/tabwriter.Writer).", "Flush"),
	each(Cleans, "(*mime/multipart.Writer).", "Close"),
	each(Cleans, "(*os.File).", "Sync"),
	each(Cleans, "runtime/pprof.", "StopCPUProfile", "WriteHeapProfile"),
	each(Cleans, "runtime/trace.", "Stop"),
	each(Cleans|Empties, "github.com/getsentry/sentry-go.", "Flush", "FlushWithContext"),
	each(Cleans|Empties, "(*github.com/getsentry/sentry-go.Hub).", "Flush", "FlushWithContext"),
	each(Cleans|Empties, "(*github.com/getsentry/sentry-go.Client).", "Flush", "FlushWithContext"),
	each(Queues, "github.com/getsentry/sentry-go.", "Init"),
	each(Empties, "github.com/getsentry/sentry-go.", "NewHTTPSyncTransport"), // has no queue
	each(Cleans, "github.com/golang/glog.", "Flush"),
	each(Cleans, "k8s.io/klog.", "Flush"),
	each(Cleans, "k8s.io/klog/v2.", "Flush"),

	// What stays behind, or is left half done.
	each(Cleans, "os.", "Remove", "RemoveAll"),
	each(Cleans, "(*os.Root).", "Remove", "RemoveAll"),
	each(Cleans, "(*database/sql.DB).", "Close"),
	each(Cleans, "(*database/sql.Tx).", "Rollback", "Commit"),
	each(Cleans, "(*os.Process).", "Kill", "Signal"),
	each(Cleans, "(*net/http.Server).", "Shutdown"),
	each(Cleans, "(*google.golang.org/grpc.Server).", "GracefulStop"),

	// What the end of the process does as well, or better: connections, what is only read, what serves others.
	each(Harmless, "(*google.golang.org/grpc.ClientConn).", "Close"),
	each(Harmless, "(*github.com/gorilla/websocket.Conn).", "Close"),
	each(Harmless, "(*github.com/coder/websocket.Conn).", "Close", "CloseNow"),
	each(Harmless, "(*nhooyr.io/websocket.Conn).", "Close", "CloseNow"),
	each(Harmless, "(*golang.org/x/net/websocket.Conn).", "Close"),
	each(Harmless, "(golang.org/x/crypto/ssh.Conn).", "Close"),
	each(Harmless, "(*golang.org/x/crypto/ssh.Session).", "Close"),
	each(Harmless, "(*github.com/fsnotify/fsnotify.Watcher).", "Close"),
	each(Harmless, "(*database/sql.Rows).", "Close"),
	each(Harmless, "(*database/sql.Stmt).", "Close"),
	each(Harmless, "(*github.com/jmoiron/sqlx.NamedStmt).", "Close"),
	each(Harmless, "(github.com/jackc/pgx/v4.Rows).", "Close"),
	each(Harmless, "(github.com/jackc/pgx/v5.Rows).", "Close"),
	each(Harmless, "(*go.uber.org/zap.Logger).", "Sync"), // writes through, unless its sink is buffered
	each(Harmless, "(*go.uber.org/zap.SugaredLogger).", "Sync"),
	each(Harmless, "(*k8s.io/client-go/util/workqueue.Typed[T]).", "ShutDown"),

	each(Writable, "os.", "Create", "CreateTemp"),

	[]Row{{Func: "(*gorm.io/gorm.DB).DB", Recv: Reads, Wraps: []Wrap{{Recv, 0}}}}, // the database below
)

// cleanups are the methods that, in other people's libraries, say by their name that they complete or release something.
var cleanups = map[string]bool{
	"Close": true, "CloseWithError": true, "Flush": true, "Shutdown": true, "Rollback": true, "Disconnect": true,
	"Drain": true, "GracefulStop": true, "Cleanup": true, "CloseAndRecv": true, "ForceFlush": true, "Terminate": true,
}

// IsCleanup reports whether fn, a method of a library about which no row speaks, completes or releases something, as far as
// its name tells. What only reads, such as rows and bodies, tells so by what else it can do.
func IsCleanup(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	if recv == nil || fn.Pkg() == nil || IsStandard(fn.Pkg().Path()) || !cleanups[fn.Name()] {
		return false
	}
	t := recv.Type()
	return !hasMethod(t, "Next") && !hasMethod(t, "RemoteAddr") && (!hasMethod(t, "Read") || hasMethod(t, "Write"))
}

func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}

// SameModule reports whether the packages with these paths are, as far as their paths tell, of one code base: what one of
// them does is for the authors of the other to change.
func SameModule(a, b string) bool { return root(a) == root(b) }

// root returns the first three elements of a path that begins with a host name, or else the first.
func root(path string) string {
	parts := strings.SplitN(path, "/", 4)
	n := 1
	if strings.Contains(parts[0], ".") {
		n = min(3, len(parts))
	}
	return strings.Join(parts[:n], "/")
}
