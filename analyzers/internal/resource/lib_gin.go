package resource

import "go/types"

const (
	GinEngine Kind = "github.com/gin-gonic/gin.Engine"
	// GinContext is the type that gin uses again for another request as soon as the handler has returned.
	GinContext = "github.com/gin-gonic/gin.Context"
)

var _ = register(library{
	kinds:    []Kind{GinEngine},
	requests: []string{GinContext, "github.com/gin-gonic/gin.ResponseWriter"},
	contexts: []string{GinContext},
	pooled:   []string{GinContext},
	parts:    []string{"github.com/gin-gonic/gin.Engine.RouterGroup"},
	rows: [][]Row{
		{
			{Func: "github.com/gin-gonic/gin.New", Makes: []Made{{Kind: GinEngine, Effect: UsesArgs}}},
			{Func: "github.com/gin-gonic/gin.Default", Makes: []Made{{Kind: GinEngine, Effect: Recovers}}},
		},
		doing(Recovering, "github.com/gin-gonic/gin.", "Recovery", "CustomRecovery", "RecoveryWithWriter", "CustomRecoveryWithWriter"),
		each(0, "github.com/gin-gonic/gin.", "WrapF", "WrapH"), // behind the chain of the engine that gets the handler

		// Each makes an http.Server of its own, without timeouts, and keeps it to itself.
		blocking(RunsEngine, "(*github.com/gin-gonic/gin.Engine).", "Run", "RunTLS", "RunUnix", "RunFd", "RunQUIC", "RunListener"),

		taking("(*github.com/gin-gonic/gin.Engine).", "RunUnix", Binds),

		having(Groups, "(github.com/gin-gonic/gin.IRouter).", "Group"),
		having(Groups, "(*github.com/gin-gonic/gin.RouterGroup).", "Group"),
		fluent(UsesArgs, "(*github.com/gin-gonic/gin.Engine).", "With", "Use"),
		fluent(UsesArgs, "(*github.com/gin-gonic/gin.RouterGroup).", "Use"),
		fluent(UsesArgs, "(github.com/gin-gonic/gin.IRoutes).", "Use"),
		fluent(0, "(*github.com/gin-gonic/gin.Engine).", "Handler", "Delims", "SecureJsonPrefix"),
		fluent(Routes, "(*github.com/gin-gonic/gin.RouterGroup).", ginRoutes...),
		fluent(Routes, "(github.com/gin-gonic/gin.IRoutes).", ginRoutes...),
		fluent(Probes, "(*github.com/gin-gonic/gin.RouterGroup).", ginFiles...),
		fluent(Probes, "(github.com/gin-gonic/gin.IRoutes).", ginFiles...),
		having(Reads, "(*github.com/gin-gonic/gin.Engine).", "NoRoute", "NoMethod", // Use renews the chain of these two, so order is no matter
			"HandleContext", "Routes", "SetTrustedProxies", "LoadHTMLGlob", "LoadHTMLFiles", "LoadHTMLFS", "SetHTMLTemplate", "SetFuncMap"),
		{{Func: "(*github.com/gin-gonic/gin.Engine).ServeHTTP", Recv: Reads, Args: []Effect{Reads, Reads}}},

		// Reading methods, which a copy of the context has as well.
		reading("(*github.com/gin-gonic/gin.Context).", "Param", "Query", "DefaultQuery", "GetQuery", "QueryArray", "GetQueryArray", "QueryMap", "GetHeader", "Get", "MustGet",
			"GetString", "GetBool", "GetInt", "GetInt64", "GetUint", "GetUint64", "GetFloat64", "GetTime", "GetDuration", "GetStringSlice",
			"GetStringMap", "GetStringMapString", "ClientIP", "RemoteIP", "ContentType", "FullPath", "HandlerName", "Cookie",
			"Deadline", "Done", "Err", "Value", "IsWebsocket"),
	},
})

var (
	ginRoutes = []string{"Handle", "Any", "Match", "GET", "POST", "DELETE", "PATCH", "PUT", "OPTIONS", "HEAD"}
	ginFiles  = []string{"Static", "StaticFS", "StaticFile", "StaticFileFS"}
)

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
		return name == GinContext || name == string(GinEngine)
	}
	return false
}

// IsGroup reports whether t is a *gin.RouterGroup, or a struct with one embedded.
func IsGroup(t types.Type) bool {
	if TypeName(t) == "github.com/gin-gonic/gin.RouterGroup" {
		return true
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if f.Embedded() && TypeName(f.Type()) == "github.com/gin-gonic/gin.RouterGroup" {
			return true
		}
	}
	return false
}

// IsEngine reports whether t is a *gin.Engine.
func IsEngine(t types.Type) bool { return t != nil && TypeName(t) == string(GinEngine) }
