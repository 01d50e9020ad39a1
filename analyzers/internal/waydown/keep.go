package waydown

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
)

// Maps can be kept with gob by a driver that remembers what came of packages. Gob by itself leaves out what is not exported, and of
// pointers to zero all but that they are nil; a platform, which is not the work of this package, is not kept with a time of zero.

// GobEncode implements gob.GobEncoder.
func (p Place) GobEncode() ([]byte, error) {
	return json.Marshal([]any{p.File, p.Line, p.Column, p.pkg})
}

// GobDecode implements gob.GobDecoder.
func (p *Place) GobDecode(data []byte) error {
	return json.Unmarshal(data, &[]any{&p.File, &p.Line, &p.Column, &p.pkg})
}

// A keptEnd is an End for gob.
type keptEnd struct {
	At      Moment
	Name    string
	Place   Place
	Status  []int // none if it is not known
	Perhaps bool
}

// GobEncode implements gob.GobEncoder.
func (e End) GobEncode() ([]byte, error) {
	kept := keptEnd{At: e.At, Name: e.Name, Place: e.Place, Perhaps: e.Perhaps}
	if e.Status != nil {
		kept.Status = []int{*e.Status}
	}
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(kept)
	return b.Bytes(), err
}

// GobDecode implements gob.GobDecoder.
func (e *End) GobDecode(data []byte) error {
	var kept keptEnd
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&kept); err != nil {
		return err
	}
	*e = End{At: kept.At, Name: kept.Name, Place: kept.Place, Perhaps: kept.Perhaps}
	if len(kept.Status) > 0 {
		e.Status = &kept.Status[0]
	}
	return nil
}
