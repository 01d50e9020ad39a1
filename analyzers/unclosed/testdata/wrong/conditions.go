package wrong

import (
	"log"
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
