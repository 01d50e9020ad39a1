package resource

import "go/types"

// RequestType reports whether a value of type t, used as a context, ends with a request.
func RequestType(t types.Type) bool { return is(requestContext, TypeName(t)) }

// IsContext reports whether t is context.Context.
func IsContext(t types.Type) bool { return TypeName(t) == "context.Context" }

// TakesRequest reports whether a function with this signature runs while a request is served, and nowhere else.
func TakesRequest(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		if is(request, TypeName(v.Type())) {
			return true
		}
	}
	return false
}
