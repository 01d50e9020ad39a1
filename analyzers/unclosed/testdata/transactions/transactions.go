// Package transactions has those of gorm, of both generations.
package transactions

import (
	"context"

	v1 "github.com/jinzhu/gorm"
	"gorm.io/gorm"
)

func old(db *v1.DB, x any) error {
	tx := db.Begin() // want `tx, the transaction of db\.Begin, is not committed or rolled back on every path: .*\(tx-not-finished\)`
	if err := tx.Create(x).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func oldRows(db *v1.DB) error {
	rows, err := db.Table("a").Rows() // want `its connection does not go back to the pool.*\(rows-unclosed\)`
	if err != nil {
		return err
	}
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return err
		}
	}
	return nil
}

func new2(db *gorm.DB, x any) error {
	tx := db.Begin() // want `tx, the transaction of db\.Begin, is not committed or rolled back on every path: .*\(tx-not-finished\)`
	if err := tx.Create(x).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func good(db *gorm.DB, x any) error {
	tx := db.Begin()
	if tx.Error != nil {
		return tx.Error
	}
	if err := tx.Create(x).Error; err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit().Error
}

func status(db *gorm.DB, x any) error {
	tx := db.Begin()
	if err := tx.Error; err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			tx.Rollback()
		}
	}()
	if err := tx.Create(x).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func chained(db *gorm.DB, x any) error {
	tx := db.WithContext(nil).Begin()
	tx = tx.Model(x)
	if err := save(tx, x); err != nil {
		tx.Rollback()
		return err
	}
	tx = tx.Where("a = 1")
	if err := tx.Delete(x).Error; err != nil {
		return tx.Rollback().Error
	}
	return tx.Commit().Error
}

func save(tx *gorm.DB, x any) error { return tx.Save(x).Error }

func finish(tx *gorm.DB, err error) {
	if err != nil {
		tx.Rollback()
	} else {
		tx.Commit()
	}
}

func helped(db *gorm.DB, x any) (err error) {
	tx := db.Begin()
	defer func() { finish(tx, err) }()
	return save(tx, x)
}

func helped2(db *gorm.DB, x any) (err error) {
	tx := db.Begin()
	err = save(tx, x)
	finish(tx, err)
	return err
}

type repo struct{ db *gorm.DB }

func (r *repo) with(tx *gorm.DB) *repo { return &repo{tx} }
func (r *repo) put(x any) error        { return r.db.Create(x).Error }

func viaRepo(r *repo, x any) error {
	tx := r.db.Begin()
	if err := r.with(tx).put(x); err != nil {
		return err
	}
	return tx.Commit().Error
}

func begin(db *gorm.DB) *gorm.DB { return db.Begin() }

func viaBegin(db *gorm.DB, x any) error {
	tx := begin(db) // want `\(tx-not-finished\)`
	if err := save(tx, x); err != nil {
		return err
	}
	tx.Commit()
	return nil
}

type key struct{}

func inContext(ctx context.Context, db *gorm.DB) (context.Context, error) {
	tx := db.WithContext(ctx).Begin()
	if tx.Error != nil {
		return ctx, tx.Error
	}
	return withTx(ctx, tx), nil
}

func withTx(ctx context.Context, tx *gorm.DB) context.Context { return context.WithValue(ctx, key{}, tx) }

func notTx(db *gorm.DB, x any) error {
	q := db.Model(x)
	if x == nil {
		q = q.Where("a")
	}
	return q.Find(x).Error
}

func optional(db, tx *gorm.DB, x any) error {
	own := tx == nil
	if own {
		tx = db.Begin()
	}
	if err := save(tx, x); err != nil {
		if own {
			tx.Rollback()
		}
		return err
	}
	if own {
		return tx.Commit().Error
	}
	return nil
}

var _ = []any{status, chained, helped, helped2, viaRepo, viaBegin, notTx, optional, inContext}
