package resource

import "go/types"

// RequestType reports whether a value of type t, used as a context, ends with a request.
func RequestType(t types.Type) bool { return is(requestContext, TypeName(t)) }

// IsPooled reports whether a value of type t belongs to another request as soon as the handler of its own has returned.
func IsPooled(t types.Type) bool { return is(pooled, TypeName(t)) }

// IsContext reports whether t is context.Context.
func IsContext(t types.Type) bool { return TypeName(t) == "context.Context" }

// IsRequest reports whether a value of type t comes with a request, and is not there without one.
func IsRequest(t types.Type) bool { return is(request, TypeName(t)) }

// TakesRequest reports whether a function with this signature runs while a request is served, and nowhere else.
func TakesRequest(sig *types.Signature) bool {
	return Some(sig.Params(), IsRequest)
}

// Some reports whether a parameter, or result, is of a type of which is says so.
func Some(tuple *types.Tuple, is func(types.Type) bool) bool {
	for v := range tuple.Variables() {
		if is(v.Type()) {
			return true
		}
	}
	return false
}
