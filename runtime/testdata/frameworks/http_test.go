package frameworks

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v3"
	"github.com/labstack/echo/v4"
	"github.com/quic-go/quic-go/http3"
	"github.com/valyala/fasthttp"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/h2c"

	"github.com/shutdownlint/shutdownlint/runtime/graceful"
)

func wantCut(t *testing.T, err error, name string) {
	t.Helper()
	if !errors.Is(err, graceful.ErrCut) || !strings.Contains(err.Error(), name) {
		t.Errorf("error %v, want one that names %s", err, name)
	}
}

// fasthttpMember makes a graceful.Server of a fasthttp server.
type fasthttpMember struct{ *fasthttp.Server }

func (s fasthttpMember) Shutdown(ctx context.Context) error { return s.ShutdownWithContext(ctx) }

// fiberMember makes one of a Fiber app.
type fiberMember struct{ *fiber.App }

func (s fiberMember) Serve(l net.Listener) error {
	return s.Listener(l, fiber.ListenConfig{DisableStartupMessage: true})
}
func (s fiberMember) Shutdown(ctx context.Context) error { return s.ShutdownWithContext(ctx) }

// http3Member makes one of an HTTP/3 server, with a packetListener. It is what Gin's
// RunQUIC does not give: its end.
type http3Member struct{ *http3.Server }

func (s http3Member) Serve(l net.Listener) error {
	err := s.Server.Serve(l.(packetListener).PacketConn)
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

func (s http3Member) Shutdown(ctx context.Context) error {
	err := s.Server.Shutdown(ctx)
	return errors.Join(err, s.Server.Close())
}

// packetListener is a net.PacketConn where a net.Listener is asked for.
type packetListener struct{ net.PacketConn }

func (l packetListener) Accept() (net.Conn, error) { return nil, net.ErrClosed }
func (l packetListener) Addr() net.Addr            { return l.LocalAddr() }

const takes = 500 * time.Millisecond

func slowHandler(begun chan<- struct{}) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		begun <- struct{}{}
		time.Sleep(takes)
		io.WriteString(w, "ok")
	})
}

// A request that is under way when the stop begins is answered, whatever serves it.
func TestUnderWayIsAnswered(t *testing.T) {
	gin.SetMode(gin.ReleaseMode)
	cert := httptest.NewUnstartedServer(nil)
	cert.StartTLS()
	defer cert.Close()
	certificates := &tls.Config{Certificates: cert.TLS.Certificates}
	for _, test := range []struct {
		name   string
		server func(begun chan<- struct{}) graceful.Server
		client http.RoundTripper
	}{
		{"fasthttp", func(begun chan<- struct{}) graceful.Server {
			return fasthttpMember{&fasthttp.Server{Handler: func(ctx *fasthttp.RequestCtx) {
				begun <- struct{}{}
				time.Sleep(takes)
				ctx.WriteString("ok")
			}}}
		}, nil},
		{"fiber", func(begun chan<- struct{}) graceful.Server {
			app := fiber.New()
			app.Get("/", func(c fiber.Ctx) error {
				begun <- struct{}{}
				time.Sleep(takes)
				return c.SendString("ok")
			})
			return fiberMember{app}
		}, nil},
		{"gin", func(begun chan<- struct{}) graceful.Server {
			engine := gin.New()
			engine.GET("/", gin.WrapH(slowHandler(begun)))
			return &http.Server{Handler: engine}
		}, nil},
		{"echo", func(begun chan<- struct{}) graceful.Server {
			e := echo.New()
			e.GET("/", echo.WrapHandler(slowHandler(begun)))
			return &http.Server{Handler: e}
		}, nil},
		{"gin over HTTP/3", func(begun chan<- struct{}) graceful.Server {
			engine := gin.New()
			engine.GET("/", gin.WrapH(slowHandler(begun)))
			return http3Member{&http3.Server{Handler: engine, TLSConfig: http3.ConfigureTLSConfig(certificates)}}
		}, &http3.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}},
		{"h2c of x/net", func(begun chan<- struct{}) graceful.Server {
			return &http.Server{Handler: h2c.NewHandler(slowHandler(begun), &http2.Server{})}
		}, h2cClient()},
	} {
		t.Run(test.name, func(t *testing.T) {
			begun := make(chan struct{}, 1)
			server := test.server(begun)
			var l net.Listener
			var err error
			url := "http://"
			if _, ok := server.(http3Member); ok {
				var c net.PacketConn
				c, err = net.ListenPacket("udp", "127.0.0.1:0")
				l, url = packetListener{c}, "https://"
			} else {
				l, err = net.Listen("tcp", "127.0.0.1:0")
			}
			if err != nil {
				t.Fatal(err)
			}
			app := &graceful.App{}
			app.Add(l, server)
			ctx, stop := context.WithCancel(t.Context())
			result := make(chan error)
			go func() { result <- app.Run(ctx) }()
			client := http.Client{Transport: test.client}
			answer := make(chan error)
			go func() {
				resp, err := client.Get(url + l.Addr().String())
				if err == nil {
					var body []byte
					body, err = io.ReadAll(resp.Body)
					resp.Body.Close()
					if err == nil && string(body) != "ok" {
						err = errors.New(string(body))
					}
				}
				answer <- err
			}()
			<-begun
			begin := time.Now()
			stop()
			if err := <-answer; err != nil {
				t.Error(err)
			}
			if err := <-result; err != nil || time.Since(begin) < takes/2 || time.Since(begin) > 5*time.Second {
				t.Error(err, time.Since(begin))
			}
		})
	}
}

func h2cClient() http.RoundTripper {
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	return &http.Transport{Protocols: &protocols}
}
