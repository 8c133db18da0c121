package live

import (
	"context"
	"time"

	"github.com/tekil-id/tekil/record"
)

// expire takes back the rulings whose time has come. An expiry is a change like
// any other, so that resolving needs no clock. The caller holds write.
func (e *Engine) expire(ctx context.Context) error {
	if e.expiry.IsZero() {
		if e.alarm != nil {
			return nil // nothing expires
		}
		return e.watch() // the first look
	}
	if e.o.Now().Before(e.expiry) {
		return nil
	}
	due, err := e.due()
	if err != nil {
		return err
	}
	if len(due) > 0 {
		_, wait, err := e.apply(ctx, &Write{Undo: due}, nil)
		if err != nil {
			return err
		}
		if wait != nil {
			if err := wait(); err != nil {
				return err
			}
		}
	}
	return e.watch()
}

// due returns the rulings that have expired.
func (e *Engine) due() (out []uint64, err error) {
	now := e.o.Now()
	for r, err := range e.st.Rulings() {
		if err != nil {
			return nil, err
		}
		if t, ok := expiry(r.Expires); ok && r.InForce() && !t.After(now) {
			out = append(out, r.No)
		}
	}
	return out, nil
}

func expiry(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, s)
	return t, err == nil
}

// watch finds out when the next ruling expires, and sets the alarm to it; it notes
// which records rulings were given on. The caller holds write.
func (e *Engine) watch() error {
	e.expiry, e.ruled = time.Time{}, nil
	ruled := map[record.Key]bool{}
	for r, err := range e.st.Rulings() {
		if err != nil {
			return err
		}
		ruled[r.A], ruled[r.B] = true, true
		if t, ok := expiry(r.Expires); ok && r.InForce() && (e.expiry.IsZero() || t.Before(e.expiry)) {
			e.expiry = t
		}
	}
	e.ruled = ruled
	if e.alarm == nil {
		e.alarm = time.AfterFunc(time.Hour, e.ring)
	}
	e.alarm.Stop()
	if !e.expiry.IsZero() {
		e.alarm.Reset(max(e.expiry.Sub(e.o.Now()), time.Millisecond))
	}
	return nil
}

// ring lets rulings expire between two calls. Where that fails the next change
// says so.
func (e *Engine) ring() {
	e.write.enterAnyhow()
	defer e.write.leave()
	if e.closed {
		return
	}
	if err := e.expire(context.Background()); err != nil && e.o.Store.Logger != nil {
		e.o.Store.Logger.Error("let rulings expire", "err", err)
	}
}
