package resource

const GRPCServer Kind = "google.golang.org/grpc.Server"

var _ = register(library{
	servers: []Kind{GRPCServer},
	rows: [][]Row{
		made(GRPCServer, "google.golang.org/grpc.", "NewServer"),
		blocking(ShutsDown, "(*google.golang.org/grpc.Server).", "GracefulStop"),
		having(ForceCloses, "(*google.golang.org/grpc.Server).", "Stop"),
		having(Reads, "(*google.golang.org/grpc.Server).", "RegisterService", "GetServiceInfo"),
		{{Func: "(*google.golang.org/grpc.Server).Serve", Recv: Serves, Args: []Effect{Keeps}, Does: Blocks}},
		taking("google.golang.org/grpc/reflection.", "Register", Reads),
		reading("(*google.golang.org/grpc/health.Server).", "SetServingStatus", "Shutdown", "Resume"), // they tell, and stop nothing
		each(Cleans, "(*google.golang.org/grpc.Server).", "GracefulStop"),
		each(Harmless, "(*google.golang.org/grpc.ClientConn).", "Close"),
	},

	resources: []Resource{client("google.golang.org/grpc.ClientConn")},
	owed: [][]Row{
		made("google.golang.org/grpc.ClientConn", "google.golang.org/grpc.", "NewClient", "Dial", "DialContext"),
		having(Releases, "(*google.golang.org/grpc.ClientConn).", "Close"),
	},
})
