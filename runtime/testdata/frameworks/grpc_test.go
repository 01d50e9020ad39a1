package frameworks

import (
	"context"
	"net"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/test/bufconn"

	"github.com/shutdownlint/shutdownlint/runtime/graceful"
)

// grpcMember makes a graceful.Server of a gRPC server: its calls have Grace to end,
// and are stopped by force if they do not.
type grpcMember struct{ *grpc.Server }

func (s grpcMember) Shutdown(ctx context.Context) error {
	defer context.AfterFunc(ctx, s.Stop)()
	s.GracefulStop()
	return ctx.Err()
}

// watched is a health service whose Watch streams end when the stop begins, after
// they have said NOT_SERVING: GracefulStop would wait for them for as long as the
// client likes.
type watched struct {
	*health.Server
	stop context.Context
}

func (w watched) Watch(r *healthpb.HealthCheckRequest, s grpc.ServerStreamingServer[healthpb.HealthCheckResponse]) error {
	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	defer context.AfterFunc(w.stop, func() { w.Server.Shutdown(); time.AfterFunc(100*time.Millisecond, cancel) })()
	return w.Server.Watch(r, stream{s, ctx})
}

type stream struct {
	grpc.ServerStreamingServer[healthpb.HealthCheckResponse]
	ctx context.Context
}

func (s stream) Context() context.Context { return s.ctx }

// newGRPC is the service: what follows is the whole of what its main needs.
func newGRPC(app *graceful.App, l net.Listener, opts ...grpc.ServerOption) {
	server, checks := grpc.NewServer(opts...), health.NewServer()
	healthpb.RegisterHealthServer(server, watched{checks, app.Context()})
	context.AfterFunc(app.Context(), checks.Shutdown) // NOT_SERVING first, and for Delay
	app.Add(l, grpcMember{server})
}

func TestGRPC(t *testing.T) {
	l := bufconn.Listen(1 << 20)
	begun := make(chan struct{})
	slow := func(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
		if req.(*healthpb.HealthCheckRequest).Service == "slow" {
			close(begun)
			time.Sleep(700 * time.Millisecond)
			return &healthpb.HealthCheckResponse{Status: healthpb.HealthCheckResponse_SERVING}, nil
		}
		return handler(ctx, req)
	}
	app := &graceful.App{Delay: -1}
	newGRPC(app, l, grpc.UnaryInterceptor(slow))
	ctx, stop := context.WithCancel(t.Context())
	result := make(chan error)
	go func() { result <- app.Run(ctx) }()

	conn, err := grpc.NewClient("passthrough:///memory", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return l.DialContext(ctx) }))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	client := healthpb.NewHealthClient(conn)
	watch, err := client.Watch(t.Context(), &healthpb.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	want := func(status healthpb.HealthCheckResponse_ServingStatus) {
		t.Helper()
		if r, err := watch.Recv(); err != nil || r.Status != status {
			t.Error(r, err)
		}
	}
	want(healthpb.HealthCheckResponse_SERVING)
	answer := make(chan error)
	go func() {
		_, err := client.Check(t.Context(), &healthpb.HealthCheckRequest{Service: "slow"})
		answer <- err
	}()
	<-begun
	begin := time.Now()
	stop()
	want(healthpb.HealthCheckResponse_NOT_SERVING)
	if err := <-answer; err != nil {
		t.Error("the call under way:", err)
	}
	if err := <-result; err != nil || time.Since(begin) > 5*time.Second {
		t.Error("the Watch stream held the stop:", err, time.Since(begin))
	}
}

func TestGRPCIsStoppedAtTheDeadline(t *testing.T) {
	l := bufconn.Listen(1 << 20)
	begun := make(chan struct{})
	hang := func(ctx context.Context, _ any, _ *grpc.UnaryServerInfo, _ grpc.UnaryHandler) (any, error) {
		close(begun)
		<-ctx.Done()
		return nil, ctx.Err()
	}
	app := &graceful.App{Delay: -1, Grace: 200 * time.Millisecond}
	newGRPC(app, l, grpc.UnaryInterceptor(hang))
	ctx, stop := context.WithCancel(t.Context())
	result := make(chan error)
	go func() { result <- app.Run(ctx) }()
	conn, err := grpc.NewClient("passthrough:///memory", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return l.DialContext(ctx) }))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go healthpb.NewHealthClient(conn).Check(t.Context(), &healthpb.HealthCheckRequest{})
	<-begun
	stop()
	wantCut(t, <-result, "frameworks.grpcMember")
}
