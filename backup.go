package tekil

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tekil-id/tekil/store"
)

// Backup writes a copy of the store into dir, which must not exist, while the
// engine goes on. On one file system it takes moments and shares files with the
// store. The copy is a store: open it where it is, or [Restore] it. It returns
// [ErrExists] where dir is there; once it has begun it is not interrupted.
func (e *Engine) Backup(ctx context.Context, dir string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return e.live.Store().Checkpoint(dir)
}

// Restore copies a backup to dir, which must not exist or be empty: else it returns
// [ErrExists]. The copy is put in place when it is complete and has been opened
// once.
func Restore(ctx context.Context, backup, dir string) error {
	if list, err := os.ReadDir(dir); err == nil && len(list) > 0 {
		return fmt.Errorf("restore %s: %w", dir, store.ErrExists)
	}
	temp := dir + ".partial"
	if err := os.RemoveAll(temp); err != nil {
		return fmt.Errorf("restore %s: %w", dir, err)
	}
	err := copyTree(ctx, backup, temp)
	if err == nil {
		err = tryOpen(temp)
	}
	if err == nil {
		os.Remove(dir) // an empty one
		err = os.Rename(temp, dir)
	}
	if err != nil {
		os.RemoveAll(temp)
		return fmt.Errorf("restore %s: %w", dir, err)
	}
	return nil
}

func tryOpen(dir string) error {
	s, err := store.Open(dir, &store.Options{ReadOnly: true, MustExist: true})
	if err != nil {
		return err
	}
	return s.Close()
}

func copyTree(ctx context.Context, from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		return copyFile(path, filepath.Join(to, rel))
	})
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}
