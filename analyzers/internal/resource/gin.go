package resource

import (
	"go/types"
	"slices"
)

const ginPath = "github.com/gin-gonic/gin."

// ginRows are the functions of github.com/gin-gonic/gin that make engines and fill them, and its middleware.
var ginRows = slices.Concat([]Row{
	{Func: ginPath + "New", Makes: []Made{{Kind: GinEngine, Effect: UsesArgs}}},
	{Func: ginPath + "Default", Makes: []Made{{Kind: GinEngine, Effect: Recovers}}},
	{Func: ginPath + "Recovery", Does: Recovering},
	{Func: ginPath + "CustomRecovery", Does: Recovering},
	{Func: ginPath + "RecoveryWithWriter", Does: Recovering},
	{Func: ginPath + "CustomRecoveryWithWriter", Does: Recovering},
	{Func: ginPath + "WrapF", Args: []Effect{Reads}},
	{Func: ginPath + "WrapH", Args: []Effect{Reads}}, // behind the chain of the engine that gets the handler

	{Func: "(" + ginPath + "IRouter).Group", Recv: Groups},
	{Func: "(*" + ginPath + "RouterGroup).Group", Recv: Groups},
	{Func: "(*" + ginPath + "Engine).With", Recv: UsesArgs, Wraps: ginSelf},
	{Func: "(*" + ginPath + "Engine).Handler", Wraps: ginSelf},
	{Func: "(*" + ginPath + "Engine).Delims", Wraps: ginSelf},
	{Func: "(*" + ginPath + "Engine).SecureJsonPrefix", Wraps: ginSelf},
	{Func: "(*" + ginPath + "Engine).NoRoute", Recv: Reads}, // Use renews the chain of these two, so order is no matter
	{Func: "(*" + ginPath + "Engine).NoMethod", Recv: Reads},
	{Func: "(*" + ginPath + "Engine).ServeHTTP", Recv: Reads, Args: []Effect{Reads, Reads}},
	{Func: "(*" + ginPath + "Engine).HandleContext", Recv: Reads},
	{Func: "(*" + ginPath + "Engine).Routes", Recv: Reads},
	{Func: "(*" + ginPath + "Engine).SetTrustedProxies", Recv: Reads},
	{Func: "(*" + ginPath + "Engine).LoadHTMLGlob", Recv: Reads},
	{Func: "(*" + ginPath + "Engine).LoadHTMLFiles", Recv: Reads},
	{Func: "(*" + ginPath + "Engine).LoadHTMLFS", Recv: Reads},
	{Func: "(*" + ginPath + "Engine).SetHTMLTemplate", Recv: Reads},
	{Func: "(*" + ginPath + "Engine).SetFuncMap", Recv: Reads},

	// github.com/getsentry/sentry-go/gin, but see PanicsAgain.
	{Func: "github.com/getsentry/sentry-go/gin.New", Does: Recovering},
},
	ginMethods(UsesArgs, "*", "Engine", "Use"),
	ginMethods(UsesArgs, "*", "RouterGroup", "Use"),
	ginMethods(UsesArgs, "", "IRoutes", "Use"),
	ginMethods(Routes, "*", "RouterGroup", ginRoutes...),
	ginMethods(Routes, "", "IRoutes", ginRoutes...),
	ginMethods(Probes, "*", "RouterGroup", ginFiles...),
	ginMethods(Probes, "", "IRoutes", ginFiles...),
)

// handlerRows say where a handler goes: to a server, or into another handler that lets its panics through.
var handlerRows = []Row{
	{Func: "net/http.ListenAndServe", Args: []Effect{Reads, Handles}},
	{Func: "net/http.ListenAndServeTLS", Args: []Effect{Reads, Reads, Reads, Handles}},
	{Func: "net/http.Serve", Args: []Effect{Keeps, Keeps | Handles}},
	{Func: "net/http.ServeTLS", Args: []Effect{Keeps, Keeps | Handles, Reads}},
	{Func: "net/http.AllowQuerySemicolons", Wraps: []Wrap{{0, 0}}},
	{Func: "net/http.MaxBytesHandler", Wraps: []Wrap{{0, 0}}},
	{Func: "net/http.StripPrefix", Wraps: []Wrap{{1, 0}}},
	{Func: "net/http.TimeoutHandler", Wraps: []Wrap{{0, 0}}},
	{Func: "golang.org/x/net/http2/h2c.NewHandler", Wraps: []Wrap{{0, 0}}},
	{Func: "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp.NewHandler", Wraps: []Wrap{{0, 0}}},
}

var (
	ginSelf   = []Wrap{{Recv, 0}}
	ginRoutes = []string{"Handle", "Any", "Match", "GET", "POST", "DELETE", "PATCH", "PUT", "OPTIONS", "HEAD"}
	ginFiles  = []string{"Static", "StaticFS", "StaticFile", "StaticFileFS"}
)

// ginMethods returns the rows of methods that return their receiver.
func ginMethods(effect Effect, star, typ string, names ...string) []Row {
	var rows []Row
	for _, name := range names {
		rows = append(rows, Row{Func: "(" + star + ginPath + typ + ")." + name, Recv: effect, Wraps: ginSelf})
	}
	return rows
}

// PanicsAgain returns the field of the options which makes a recovering middleware of fn panic again, or "".
func PanicsAgain(fn *types.Func) string {
	if fn.FullName() == "github.com/getsentry/sentry-go/gin.New" {
		return "Repanic"
	}
	return ""
}

// IsMiddleware reports whether t is a handler of gin, an option of its engine, or a list of them.
func IsMiddleware(t types.Type) bool {
	if t == nil {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return IsMiddleware(u.Elem())
	case *types.Array:
		return IsMiddleware(u.Elem())
	case *types.Map:
		return IsMiddleware(u.Elem())
	case *types.Signature:
		if u.Params().Len() != 1 || u.Results().Len() > 0 {
			return false
		}
		name := TypeName(u.Params().At(0).Type())
		return name == ginPath+"Context" || name == ginPath+"Engine"
	}
	return false
}

// IsEngine reports whether t is a *gin.Engine.
func IsEngine(t types.Type) bool { return t != nil && TypeName(t) == string(GinEngine) }

// IsHandler reports whether field is the handler of an http.Server.
func IsHandler(field *types.Var) bool {
	return field.Name() == "Handler" && field.Pkg() != nil && field.Pkg().Path() == "net/http" && TypeName(field.Type()) == "net/http.Handler"
}
