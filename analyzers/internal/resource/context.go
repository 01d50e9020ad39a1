package resource

import "go/types"

// contextRows are the functions that make contexts, and those that wait for their end.
var contextRows = []Row{
	// context
	{Func: "context.Background", Does: Unending},
	{Func: "context.TODO", Does: Unending},
	{Func: "context.WithCancel", Does: Derives},
	{Func: "context.WithCancelCause", Does: Derives},
	{Func: "context.WithValue", Does: Derives},
	{Func: "context.WithTimeout", Does: Derives | Limits},
	{Func: "context.WithTimeoutCause", Does: Derives | Limits},
	{Func: "context.WithDeadline", Does: Derives | Limits},
	{Func: "context.WithDeadlineCause", Does: Derives | Limits},
	{Func: "context.WithoutCancel", Does: Derives | Detaches},
	{Func: "context.AfterFunc", Does: AfterDone},
	{Func: "(context.Context).Done", Does: AwaitsDone},

	// golang.org/x/sync/errgroup: the context of the second result.
	{Func: "golang.org/x/sync/errgroup.WithContext", Does: Derives},
	{Func: "(*golang.org/x/sync/errgroup.Group).Wait", Does: Blocks | EndsGroup},

	// Contexts of requests.
	{Func: "(*net/http.Request).Context", Does: OfRequest},

	// sigs.k8s.io/controller-runtime
	{Func: "sigs.k8s.io/controller-runtime/pkg/manager/signals.SetupSignalHandler", Does: OnSignal},
	{Func: "k8s.io/apiserver/pkg/server.SetupSignalContext", Does: OnSignal},

	// sync
	{Func: "(*sync.WaitGroup).Wait", Does: Blocks},
	{Func: "(*sync.WaitGroup).Done", Does: EndsWait},
	{Func: "(*sync.WaitGroup).Add", Does: EndsWait},
	{Func: "(*sync.Cond).Wait", Does: Blocks},
	{Func: "(*sync.Cond).Signal", Does: EndsWait},
	{Func: "(*sync.Cond).Broadcast", Does: EndsWait},

	// time
	{Func: "time.After", Does: TakesTime},
	{Func: "time.AfterFunc", Does: TakesTime},
	{Func: "time.Tick", Does: TakesTime},
	{Func: "time.NewTimer", Does: TakesTime},
	{Func: "time.Sleep", Does: TakesTime},
}

// requestTypes are the contexts that end with a request.
var requestTypes = map[string]bool{
	"github.com/gin-gonic/gin.Context":       true,
	"github.com/valyala/fasthttp.RequestCtx": true,
}

// RequestType reports whether a value of type t, used as a context, ends with a request.
func RequestType(t types.Type) bool { return requestTypes[TypeName(t)] }

// IsContext reports whether t is context.Context.
func IsContext(t types.Type) bool { return TypeName(t) == "context.Context" }

// GivesRequestsContext reports whether field is one of those whose function returns what requests' contexts are derived from.
func GivesRequestsContext(field *types.Var) bool {
	return field.IsField() && field.Pkg() != nil && field.Pkg().Path() == "net/http" && (field.Name() == "BaseContext" || field.Name() == "ConnContext")
}
