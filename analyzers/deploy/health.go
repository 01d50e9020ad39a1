package deploy

import (
	"go/ast"
	"go/constant"
	"go/types"
	"regexp"
	"strings"
)

// healthPath tells paths that answer how the service is.
var healthPath = regexp.MustCompile(`^/([\w/.-]*/)?(health|healthz|healthy|healthcheck|health-check|livez|live|liveness|alive|readyz|ready|readiness|ping|_health)/?$`)

// registrars are the methods by which routers are given a path and who answers there.
var registrars = map[string]bool{"Handle": true, "HandleFunc": true, "GET": true, "Get": true, "Any": true, "Method": true, "Path": true}

// health notes the paths that the package registers for questions about its health.
func (r *reader) health(needs *Needs) {
	for _, fn := range r.Funcs() {
		if !registrars[fn.Name()] || fn.Signature().Params().Len() == 0 || !isString(fn.Signature().Params().At(0).Type()) {
			continue
		}
		for cur := range r.Calls(fn) {
			call := cur.Node().(*ast.CallExpr)
			if len(call.Args) < 2 {
				continue
			}
			v := r.Info.Types[call.Args[0]].Value
			if v == nil || v.Kind() != constant.String {
				continue
			}
			pattern := constant.StringVal(v)
			if _, path, ok := strings.Cut(pattern, " "); ok {
				pattern = path // "GET /livez"
			}
			if healthPath.MatchString(pattern) {
				needs.HealthURLs = append(needs.HealthURLs, HealthURL{pattern, r.at(call.Args[0].Pos())})
			}
		}
	}
}

func isString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Kind() == types.String
}
