package right

import (
	"log"
	"net/http"
	"os"
)

func quick() bool { return len(os.Args) > 1 }

func sameConditionTheOtherWayRound(name string, deep bool) error {
	var f *os.File
	if deep {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	log.Print("between")
	if !deep {
		return nil
	}
	return f.Close()
}

func partOfTheCondition(name string, deep, early bool) error {
	var f *os.File
	if deep && !early {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	if early {
		return nil
	}
	if deep == false {
		return nil
	}
	return f.Close()
}

func oneOfTwo(name string, deep, wide bool) error {
	var f *os.File
	if deep || wide {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	if !(deep || wide) {
		return nil
	}
	return f.Close()
}

func inASwitch(name, mode string) error {
	var f *os.File
	if mode == "file" {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	switch mode {
	case "file":
		return f.Close()
	}
	return nil
}

type options struct {
	deep  bool
	inner struct{ wide bool }
}

func (o *options) change() { o.deep = !o.deep }

func fields(name string, o *options) error {
	var f *os.File
	if o.deep && o.inner.wide {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	if o.inner.wide && o.deep {
		return f.Close()
	}
	return nil
}

func somebodyElseMayChangeIt(name string, o *options) error {
	var f *os.File
	if o.deep {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	o.change()
	if o.deep {
		return nil
	}
	return f.Close()
}

func changedInAClosure(name string, deep bool) error {
	var f *os.File
	turn := func() { deep = !deep }
	if deep {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	turn()
	if deep {
		return nil
	}
	return f.Close()
}

func shadowBetween(name string, deep bool) error {
	var f *os.File
	if deep {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
	}
	if deep := quick(); deep {
		log.Print("quick")
	}
	if deep {
		return f.Close()
	}
	return nil
}

func eachRoundAsksItsOwn(names []string) error {
	var f *os.File
	for _, name := range names {
		if name != "" {
			var err error
			if f, err = os.Open(name); err != nil {
				return err
			}
		}
		if name != "" {
			f.Close()
		}
	}
	return nil
}

// What tells of a failure need not be an error itself.
type refusal struct{ code int }

func (r *refusal) Error() string { return http.StatusText(r.code) }

type coded interface {
	error
	Code() int
}

func (r *refusal) Code() int { return r.code }

func ask(url string) (*http.Response, *refusal) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, &refusal{http.StatusBadGateway}
	}
	return resp, nil
}

func openCoded(name string) (*os.File, coded) {
	f, err := os.Open(name)
	if err != nil {
		return nil, &refusal{http.StatusNotFound}
	}
	return f, nil
}

func askTwice(url string) *refusal {
	resp, refused := ask(url)
	if refused != nil {
		if refused.code < http.StatusInternalServerError {
			return refused
		}
		var again *refusal
		resp, again = ask(url)
		if again != nil {
			log.Print(again)
			return again
		}
	}
	defer resp.Body.Close()
	return nil
}

func readCoded(name string) coded {
	f, err := openCoded(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return nil
}
