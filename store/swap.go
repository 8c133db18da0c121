package store

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

var errNotExist = fs.ErrNotExist

func isPathError(err error) bool {
	var p *fs.PathError
	return errors.As(err, &p)
}

// A Loader builds a store in DIR.building and puts it in place in three steps,
// each of which a power loss may follow:
//
//	DIR -> DIR.old, DIR.building -> DIR, remove DIR.old
//
// Only between the first two is there no DIR. finishSwap, run before a store is
// opened, then goes forward if what was built is complete, and back if not.
func finishSwap(fs vfs.FS, dir string) error {
	old, building := dir+oldExt, dir+buildingExt
	if exists(fs, dir) || !exists(fs, old) {
		return nil
	}
	from := old
	if complete(fs, building) {
		from = building
	}
	lock, err := lockDir(fs, from)
	if err != nil {
		return err
	}
	defer lock.Close()
	return rename(fs, from, dir)
}

// complete reports whether a Loader finished what stands in building.
func complete(fs vfs.FS, building string) bool {
	return exists(fs, fs.PathJoin(building, markerName)) && !exists(fs, fs.PathJoin(building, buildingName))
}

// swap puts the complete store in DIR.building in place of what stands in DIR.
func swap(fs vfs.FS, dir string) error {
	old, building := dir+oldExt, dir+buildingExt
	held, err := lockOld(fs, dir)
	if err != nil {
		return err
	}
	if held != nil {
		defer held.Close()
		if err := fs.RemoveAll(old); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		if err := rename(fs, dir, old); err != nil {
			return err
		}
	} else if exists(fs, dir) {
		if err := fs.Remove(dir); err != nil { // an empty directory
			return fmt.Errorf("store: %w", err)
		}
	}
	if err := rename(fs, building, dir); err != nil {
		return err
	}
	if held == nil {
		return nil
	}
	if err := fs.RemoveAll(old); err != nil {
		return fmt.Errorf("store: the new store is in place, but the old one could not be removed: %w", err)
	}
	return nil
}

// lockOld locks the store that is about to be replaced; nil where there is none.
func lockOld(fs vfs.FS, dir string) (*pebble.Lock, error) {
	found, err := identify(fs, dir)
	if err != nil || !found {
		return nil, err
	}
	return lockDir(fs, dir)
}

func rename(fs vfs.FS, from, to string) error {
	if err := fs.Rename(from, to); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := syncDir(fs, fs.PathDir(to)); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
