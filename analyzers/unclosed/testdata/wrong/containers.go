package wrong

import (
	"os"
	"sync/atomic"
)

// Something about the file is kept, and not the file.
type sizes struct {
	opened atomic.Bool
	size   atomic.Int64
	name   atomic.Pointer[string]
	file   atomic.Pointer[os.File]
}

func (s *sizes) open(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	s.opened.Store(true)
	s.name.Store(&name)
	return f, nil
}

func (s *sizes) measure(name string) error {
	f, err := s.open(name) // want `file-unclosed`
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s.size.Store(info.Size())
	return nil
}

func (s *sizes) another(name string) error {
	f, err := os.Open(name) // want `file-unclosed`
	if err != nil {
		return err
	}
	if s.file.Load() != nil {
		return os.ErrExist
	}
	s.file.Store(f)
	return nil
}
