package resource

const zipFile Kind = "archive/zip.ReadCloser"

// What reads, writes, packs and encodes. Closing a view does not close what is below, unless a row says so.
var _ = register(library{
	rows: [][]Row{
		each(Buffers, "bufio.", "NewWriter", "NewWriterSize"),
		each(Buffers, "compress/gzip.", "NewWriter", "NewWriterLevel"),
		each(Buffers, "compress/zlib.", "NewWriter", "NewWriterLevel"),
		each(Buffers, "compress/flate.", "NewWriter"),
		each(Buffers, "archive/zip.", "NewWriter"),
		each(Buffers, "archive/tar.", "NewWriter"),
		each(Buffers, "encoding/csv.", "NewWriter"),
		each(Buffers, "text/tabwriter.", "NewWriter"),

		having(Flushes, "(*bufio.Writer).", "Flush"),
		having(Flushes, "(*compress/gzip.Writer).", "Close"), // its Flush leaves the end of the format open
		having(Flushes, "(*compress/zlib.Writer).", "Close"),
		having(Flushes, "(*compress/flate.Writer).", "Close", "Flush"),
		having(Flushes, "(*archive/zip.Writer).", "Close"),
		having(Flushes, "(*archive/tar.Writer).", "Close", "Flush"),
		having(Flushes, "(*encoding/csv.Writer).", "Flush", "WriteAll"),
		having(Flushes, "(*text/tabwriter.Writer).", "Flush"),

		// What is buffered, or completes a format.
		each(Cleans, "(*bufio.Writer).", "Flush"),
		each(Cleans, "(*compress/gzip.Writer).", "Close", "Flush"),
		each(Cleans, "(*compress/zlib.Writer).", "Close", "Flush"),
		each(Cleans, "(*compress/flate.Writer).", "Close", "Flush"),
		each(Cleans, "(*archive/zip.Writer).", "Close", "Flush"),
		each(Cleans, "(*archive/tar.Writer).", "Close", "Flush"),
		each(Cleans, "(*encoding/csv.Writer).", "Flush"),
		each(Cleans, "(*text/tabwriter.Writer).", "Flush"),
		each(Cleans, "(*mime/multipart.Writer).", "Close"),

		writing("encoding/json.", "NewEncoder"),
		writing("encoding/gob.", "NewEncoder"),
		writing("encoding/binary.", "Write"),
		// These take a bufio.Writer as their own, and flush it. So does encoding/xml, in each Encode.
		{{Func: "encoding/csv.NewWriter", Args: []Effect{Writes}, Wraps: []Wrap{{0, 0}}}},
		{{Func: "bufio.NewReadWriter", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{0, 0}, {1, 0}}}},
	},

	resources: []Resource{
		{Kind: zipFile, Category: "file-unclosed", Noun: "archive", Verb: "closed", Deferred: "Close()", Lost: lostFile, Process: true},
	},
	owed: [][]Row{
		made(zipFile, "archive/zip.", "OpenReader"),
		having(Releases, "(*archive/zip.ReadCloser).", "Close"),

		wrapping("bufio.", "NewReader", "NewReaderSize", "NewWriter", "NewWriterSize", "NewScanner"),
		wrapping("encoding/json.", "NewDecoder", "NewEncoder"),
		wrapping("encoding/xml.", "NewDecoder", "NewEncoder"),
		wrapping("encoding/gob.", "NewDecoder", "NewEncoder"),
		wrapping("encoding/csv.", "NewReader", "NewWriter"),
		wrapping("encoding/hex.", "NewDecoder", "NewEncoder", "Dumper"),
		wrapping("compress/gzip.", "NewReader", "NewWriter", "NewWriterLevel"),
		wrapping("compress/zlib.", "NewReader", "NewWriter", "NewWriterLevel"),
		wrapping("compress/flate.", "NewReader", "NewWriter"),
		wrapping("compress/bzip2.", "NewReader"),
		wrapping("archive/tar.", "NewReader", "NewWriter"),
		wrapping("archive/zip.", "NewReader", "NewWriter"),
		wrapping("mime/multipart.", "NewReader", "NewWriter"),
		wrapping("mime/quotedprintable.", "NewReader"),
		wrapping("text/tabwriter.", "NewWriter"),
		having(Reads, "(*compress/gzip.Reader).", "Close"),
		having(Reads, "(*compress/gzip.Writer).", "Close"),
		having(Reads, "(*compress/zlib.Writer).", "Close"),
		having(Reads, "(*compress/flate.Writer).", "Close"),
		having(Reads, "(*archive/tar.Writer).", "Close"),
		having(Reads, "(*archive/zip.Writer).", "Close"),
		having(Reads, "(*mime/multipart.Writer).", "Close"),
		taking("(*compress/gzip.Reader).", "Reset", Reads),
		{
			{Func: "bufio.NewReadWriter", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{0, 0}, {1, 0}}},
			{Func: "encoding/base64.NewDecoder", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{1, 0}}},
			{Func: "encoding/base64.NewEncoder", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{1, 0}}},
		},
	},
})
