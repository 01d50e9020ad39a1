package wrong

import (
	"log"
	"net/http"
	"os"
)

func quick() bool { return len(os.Args) > 1 }

func asksAShadowInside(name string, deep bool) error {
	if deep {
		f, err := os.Open(name) // want `file-unclosed`
		if err != nil {
			return err
		}
		if deep := quick(); !deep {
			return nil
		}
		return f.Close()
	}
	return nil
}

func asksAShadowAfterwards(name string, deep bool) (err error) {
	var f *os.File
	if deep {
		f, err = os.Open(name) // want `file-unclosed`
		if err != nil {
			return err
		}
	} else {
		f = os.Stdin
	}
	{
		deep := quick()
		if deep {
			return nil
		}
	}
	return f.Close()
}

func asksWhatHasChanged(name string, deep bool) error {
	if deep {
		f, err := os.Open(name) // want `file-unclosed`
		if err != nil {
			return err
		}
		deep = quick()
		if !deep {
			return nil
		}
		return f.Close()
	}
	return nil
}

func asksWhatHasChangedAfterwards(name string, deep bool) (err error) {
	var f *os.File
	if deep {
		f, err = os.Open(name) // want `file-unclosed`
		if err != nil {
			return err
		}
	} else {
		f = os.Stdin
	}
	deep = quick()
	if deep {
		return nil
	}
	return f.Close()
}

func changesOnOnePath(name string, level int) error {
	if level > 2 {
		f, err := os.Open(name) // want `file-unclosed`
		if err != nil {
			return err
		}
		if quick() {
			level--
		}
		if level > 2 {
			return f.Close()
		}
	}
	return nil
}

func asksTheSameAndLeaves(name string, deep bool) (err error) {
	var f *os.File
	if deep {
		f, err = os.Open(name) // want `file-unclosed`
		if err != nil {
			return err
		}
	}
	if deep {
		return nil
	}
	return f.Close()
}

func asksOfANewValue(names []string) {
	for _, name := range names {
		if name != "" {
			f, err := os.Open(name) // want `file-unclosed`
			if err != nil {
				continue
			}
			name = f.Name()
			if name == "" {
				log.Print("unnamed")
				continue
			}
			f.Close()
		}
	}
}

type refusal struct{ code int }

func (r *refusal) Error() string { return http.StatusText(r.code) }

func ask(url string) (*http.Response, *refusal) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, &refusal{http.StatusBadGateway}
	}
	return resp, nil
}

func askAndLook(url string) *refusal {
	resp, refused := ask(url) // want `body-unclosed`
	if refused != nil {
		return refused
	}
	if resp.StatusCode != http.StatusOK {
		return &refusal{resp.StatusCode}
	}
	resp.Body.Close()
	return nil
}

// What is beside the file tells of it, and not of a failure.
type about struct{ name string }

func (a about) Error() string { return a.name }

type details struct{ name string }

func openWith(name string) (*os.File, *details) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil
	}
	return f, &details{name}
}

func nameOf(name string) string {
	f, details := openWith(name) // want `file-unclosed`
	if details != nil {
		return details.name
	}
	f.Close()
	return ""
}

func openAbout(name string) (*os.File, about) {
	f, err := os.Open(name)
	if err != nil {
		return nil, about{"nothing"}
	}
	return f, about{}
}

func nameAbout(name string) string {
	f, a := openAbout(name) // want `file-unclosed`
	if a.name != "" {
		return a.name
	}
	f.Close()
	return ""
}
