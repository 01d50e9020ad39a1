package resource

// Kinds of files.
const (
	OSFile  Kind = "os.File"
	FSFile  Kind = "io/fs.File"
	ZipFile Kind = "archive/zip.ReadCloser"
	OSRoot  Kind = "os.Root"
)

const lostFile = "its descriptor stays open until the garbage collector comes by"

var fileResources = []Resource{
	{Kind: OSFile, Category: "file-unclosed", Noun: "file", Verb: "closed", Deferred: "Close()", Lost: lostFile, Process: true},
	{Kind: FSFile, Category: "file-unclosed", Noun: "file", Verb: "closed", Deferred: "Close()", Lost: lostFile, Process: true},
	{Kind: ZipFile, Category: "file-unclosed", Noun: "archive", Verb: "closed", Deferred: "Close()", Lost: lostFile, Process: true},
	{Kind: OSRoot, Category: "file-unclosed", Noun: "root", Verb: "closed", Deferred: "Close()", Lost: lostFile, Process: true},
}

// fileRows are the functions that open files.
var fileRows = []Row{
	makes("os.Open", 0, OSFile),
	makes("os.Create", 0, OSFile),
	makes("os.OpenFile", 0, OSFile),
	makes("os.CreateTemp", 0, OSFile),
	makes("io/ioutil.TempFile", 0, OSFile),
	makes("(*os.Root).Open", 0, OSFile),
	makes("(*os.Root).Create", 0, OSFile),
	makes("(*os.Root).OpenFile", 0, OSFile),
	makes("os.OpenInRoot", 0, OSFile),
	makes("os.OpenRoot", 0, OSRoot),
	makes("(*os.Root).OpenRoot", 0, OSRoot),
	releases("(*os.Root).Close"),
	{Func: "os.Pipe", Makes: []Made{{Result: 0, Kind: OSFile}, {Result: 1, Kind: OSFile}}},
	releases("(*os.File).Close"),
	{Func: "(*os.File).Fd", Recv: Escapes}, // the bare descriptor may be closed, or must outlive the file
	{Func: "(*os.File).SyscallConn", Recv: Escapes},
	releases("(io/fs.File).Close"),
	makes("archive/zip.OpenReader", 0, ZipFile),
	releases("(*archive/zip.ReadCloser).Close"),
}

// streamRows say which functions of the standard library keep what they read from or write to, and which results are
// views of it. Closing a view does not close what is below, unless a row says so.
var streamRows = []Row{
	wraps("bufio.NewReader"), wraps("bufio.NewReaderSize"), wraps("bufio.NewWriter"), wraps("bufio.NewWriterSize"), wraps("bufio.NewScanner"),
	{Func: "bufio.NewReadWriter", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{0, 0}, {1, 0}}},
	wraps("encoding/json.NewDecoder"), wraps("encoding/json.NewEncoder"), wraps("encoding/xml.NewDecoder"), wraps("encoding/xml.NewEncoder"),
	wraps("encoding/gob.NewDecoder"), wraps("encoding/gob.NewEncoder"), wraps("encoding/csv.NewReader"), wraps("encoding/csv.NewWriter"),
	wraps("encoding/hex.NewDecoder"), wraps("encoding/hex.NewEncoder"), wraps("encoding/hex.Dumper"),
	{Func: "encoding/base64.NewDecoder", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{1, 0}}},
	{Func: "encoding/base64.NewEncoder", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{1, 0}}},
	wraps("compress/gzip.NewReader"), wraps("compress/gzip.NewWriter"), wraps("compress/gzip.NewWriterLevel"),
	wraps("compress/zlib.NewReader"), wraps("compress/zlib.NewWriter"), wraps("compress/zlib.NewWriterLevel"),
	wraps("compress/flate.NewReader"), wraps("compress/flate.NewWriter"), wraps("compress/bzip2.NewReader"),
	wraps("archive/tar.NewReader"), wraps("archive/tar.NewWriter"), wraps("archive/zip.NewReader"), wraps("archive/zip.NewWriter"),
	{Func: "(*compress/gzip.Reader).Close", Recv: Reads}, {Func: "(*compress/gzip.Writer).Close", Recv: Reads},
	{Func: "(*compress/zlib.Writer).Close", Recv: Reads}, {Func: "(*compress/flate.Writer).Close", Recv: Reads},
	{Func: "(*archive/tar.Writer).Close", Recv: Reads}, {Func: "(*archive/zip.Writer).Close", Recv: Reads},
	{Func: "(*compress/gzip.Reader).Reset", Args: []Effect{Reads}},
	{Func: "io.NopCloser", Args: []Effect{Reads}, Wraps: []Wrap{{0, 0}}},
	wraps("io.LimitReader"),
	{Func: "io.TeeReader", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{0, 0}, {1, 0}}},
	{Func: "io.MultiReader", Args: []Effect{Reads}, Wraps: []Wrap{{0, 0}}},
	{Func: "io.MultiWriter", Args: []Effect{Reads}, Wraps: []Wrap{{0, 0}}},
	wraps("io.NewSectionReader"), wraps("io.NewOffsetWriter"),
	wraps("mime/multipart.NewReader"), wraps("mime/multipart.NewWriter"), wraps("text/tabwriter.NewWriter"), wraps("mime/quotedprintable.NewReader"),
	{Func: "(*mime/multipart.Writer).Close", Recv: Reads},

	{Func: "log.New", Args: []Effect{Keeps, 0, 0}, Wraps: []Wrap{{0, 0}}},
	{Func: "log.SetOutput", Args: []Effect{Keeps}},
	{Func: "(*log.Logger).SetOutput", Args: []Effect{Keeps}},
	{Func: "log/slog.NewTextHandler", Args: []Effect{Keeps, Reads}, Wraps: []Wrap{{0, 0}}},
	{Func: "log/slog.NewJSONHandler", Args: []Effect{Keeps, Reads}, Wraps: []Wrap{{0, 0}}},
	{Func: "runtime/pprof.StartCPUProfile", Args: []Effect{Keeps}, Until: "runtime/pprof.StopCPUProfile"},
	{Func: "runtime/trace.Start", Args: []Effect{Keeps}, Until: "runtime/trace.Stop"},
	{Func: "io.ReadAll", Args: []Effect{Drains}}, {Func: "io/ioutil.ReadAll", Args: []Effect{Drains}}, {Func: "(io.Reader).Read", Recv: Drains},
	{Func: "runtime/debug.SetCrashOutput", Args: []Effect{Reads, 0}},
	{Func: "syscall.Dup2", Args: []Effect{Escapes, Escapes}},

	// What reads or writes and lets go.
	{Func: "fmt.Fprint", Args: []Effect{Reads, Reads}}, {Func: "fmt.Fprintln", Args: []Effect{Reads, Reads}}, {Func: "fmt.Fprintf", Args: []Effect{Reads, 0, Reads}},
	{Func: "fmt.Print", Args: []Effect{Reads}}, {Func: "fmt.Println", Args: []Effect{Reads}}, {Func: "fmt.Printf", Args: []Effect{0, Reads}},
	{Func: "fmt.Sprint", Args: []Effect{Reads}}, {Func: "fmt.Sprintln", Args: []Effect{Reads}}, {Func: "fmt.Sprintf", Args: []Effect{0, Reads}},
	{Func: "fmt.Errorf", Args: []Effect{0, Reads}},
	{Func: "log.Print", Args: []Effect{Reads}}, {Func: "log.Println", Args: []Effect{Reads}}, {Func: "log.Printf", Args: []Effect{0, Reads}},
}
