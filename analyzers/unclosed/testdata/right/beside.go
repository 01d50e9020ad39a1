package right

import "os"

// What is false where there is no file.
func beside(path string) error {
	f, exists, err := openIf(path)
	if err != nil {
		return err
	}
	if !exists {
		return nil
	}
	defer f.Close()
	return nil
}

func openIf(path string) (f *os.File, exists bool, err error) {
	if path == "" {
		return nil, false, nil
	}
	f, err = os.Open(path)
	if err != nil {
		return nil, false, err
	}
	return f, true, nil
}
