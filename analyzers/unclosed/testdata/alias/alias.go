// Package alias spells things in other ways.
package alias

import (
	database "database/sql"
	web "net/http"
)

type rowsAlias = database.Rows

func renamed(db *database.DB) error {
	var rows *rowsAlias
	rows, err := (db.Query)("SELECT 1") // want `rows-unclosed`
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

type fake struct{}

func (fake) Get(string) (string, error) { return "", nil }

func shadowed(url string) string {
	http := fake{}
	s, _ := http.Get(url)
	return s
}

func methodValue(client *web.Client, req *web.Request) error {
	do := client.Do
	resp, err := do(req) // want `body-unclosed`
	if err != nil {
		return err
	}
	_ = resp.StatusCode
	return nil
}

type embedded struct{ *database.DB }

func promoted(e embedded) error {
	rows, err := e.Query("SELECT 1") // want `rows-unclosed`
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}
