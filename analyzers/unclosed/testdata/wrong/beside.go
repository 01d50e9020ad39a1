package wrong

import "os"

// What says something else of the file.
func beside(path string) error {
	f, small, err := openSmall(path) // want `\(file-unclosed\)`
	if err != nil {
		return err
	}
	if !small {
		return nil
	}
	defer f.Close()
	return nil
}

func openSmall(path string) (*os.File, bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	return f, path == "", nil
}
