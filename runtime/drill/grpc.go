package drill

import (
	"fmt"
	"net/http"
)

// What a drill must know of gRPC: messages are preceded by a byte and their length,
// and the outcome of a call is in the trailer.
const (
	healthCheck  = "/grpc.health.v1.Health/Check"
	emptyMessage = "\x00\x00\x00\x00\x00"
	serving      = "\x00\x00\x00\x00\x02\x08\x01" // a HealthCheckResponse whose status, field 1, is 1
)

// callError returns why a call failed whose answer has been read to its end.
func callError(resp *http.Response) error {
	status := resp.Trailer.Get("Grpc-Status")
	if status == "" {
		status = resp.Header.Get("Grpc-Status") // where there is no message
	}
	if status != "0" {
		return fmt.Errorf("grpc-status %q: %s", status, resp.Trailer.Get("Grpc-Message")+resp.Header.Get("Grpc-Message"))
	}
	return nil
}
