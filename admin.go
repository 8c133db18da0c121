package tekil

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/tekil-id/tekil/record"
)

// AdminSocket is the path of the local socket of a store, see [Options.Admin].
func AdminSocket(dir string) string { return strings.TrimRight(dir, "/\\") + ".sock" }

// admin is the server behind the socket. Who reads takes a checkpoint, opens it
// as a store of his own and looks at it with everything there is; only what
// changes the store goes over the socket.
type admin struct {
	server *http.Server
	done   sync.WaitGroup
}

// listen offers the socket. A socket that a killed process left is replaced: the
// store is held by this one.
func (e *Engine) listen() error {
	path := AdminSocket(e.dir)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("admin socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("admin socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return fmt.Errorf("admin socket: %w", err)
	}
	e.admin = &admin{server: &http.Server{Handler: e.adminHandler()}}
	e.admin.done.Go(func() { e.admin.server.Serve(l) })
	return nil
}

// close ends what is under way and removes the socket.
func (a *admin) close() error {
	if a == nil {
		return nil
	}
	err := a.server.Shutdown(context.Background())
	a.done.Wait()
	return err
}

func (e *Engine) adminHandler() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, do func(r *http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			out, err := do(r)
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(adminAnswer(out, err))
		})
	}
	handle("POST /backup", func(r *http.Request) (any, error) {
		return nil, e.Backup(r.Context(), r.FormValue("dir"))
	})
	handle("POST /find", func(r *http.Request) (any, error) {
		return e.Find(r.Context(), r.FormValue("record"))
	})
	handle("POST /rule", e.adminRule)
	handle("POST /unrule", func(r *http.Request) (any, error) {
		var number uint64
		if err := json.NewDecoder(r.Body).Decode(&number); err != nil {
			return nil, err
		}
		return e.Unrule(r.Context(), number)
	})
	handle("POST /load", e.adminLoad)
	return mux
}

// answered is what goes back over the socket.
type answered struct {
	Out   any    `json:"out,omitempty"`
	Error string `json:"error,omitempty"`
	Kind  string `json:"kind,omitempty"` // which of the errors of this package it is
}

// kinds are the errors that keep their identity over the socket.
var kinds = map[string]error{
	"no_record": ErrNoRecord, "bad_record": ErrBadRecord, "bad_ruling": ErrBadRuling, "no_ruling": ErrNoRuling,
	"twice": ErrTwice, "too_many_deleted": ErrTooManyDeleted, "exists": ErrExists, "closed": ErrClosed,
	"failed": ErrFailed, "read_only": ErrReadOnly, "corrupt": ErrCorrupt,
}

func adminAnswer(out any, err error) answered {
	a := answered{Out: out}
	if err == nil {
		return a
	}
	a.Error = err.Error()
	for kind, known := range kinds {
		if errors.Is(err, known) {
			a.Kind = kind
		}
	}
	return a
}

func (e *Engine) adminRule(r *http.Request) (any, error) {
	var ruling record.Ruling
	if err := json.NewDecoder(r.Body).Decode(&ruling); err != nil {
		return nil, err
	}
	return e.Rule(r.Context(), ruling)
}

// adminLoad reads options on the first line and a record on every other.
func (e *Engine) adminLoad(r *http.Request) (any, error) {
	in := json.NewDecoder(bufio.NewReader(r.Body))
	var o LoadOptions
	if err := in.Decode(&o); err != nil {
		return nil, err
	}
	return e.Load(r.Context(), func(yield func(record.Record, error) bool) {
		for {
			var rec record.Record
			err := in.Decode(&rec)
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}, &o)
}

// Remote is a store that another process holds, through its admin socket. Its
// methods are those of [Engine] that change a store, and the errors of this package
// are theirs, too. Where a call ends early, with its context or the other process,
// it is not known whether the change was made. A Remote is safe for concurrent use
// and needs no closing.
type Remote struct {
	c http.Client
}

// Dial connects to the process that holds the store in dir. It returns
// [ErrNoSocket] where that offers no socket.
func Dial(ctx context.Context, dir string) (*Remote, error) {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", AdminSocket(dir))
	}
	try, err := dial(ctx, "", "")
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoSocket)
	}
	try.Close()
	return &Remote{http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: dial}}}, nil
}

// Backup is [Engine.Backup]. The other process writes it: a relative dir is taken
// from this one.
func (r *Remote) Backup(ctx context.Context, dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	return r.call(ctx, "/backup?"+url.Values{"dir": {dir}}.Encode(), nil, nil)
}

// Find is [Engine.Find].
func (r *Remote) Find(ctx context.Context, text string) (k record.Key, err error) {
	return k, r.call(ctx, "/find?"+url.Values{"record": {text}}.Encode(), nil, &k)
}

// Rule is [Engine.Rule].
func (r *Remote) Rule(ctx context.Context, ruling record.Ruling) (*Ruled, error) {
	return callJSON[Ruled](ctx, r, "/rule", ruling)
}

// Unrule is [Engine.Unrule].
func (r *Remote) Unrule(ctx context.Context, number uint64) (*Change, error) {
	return callJSON[Change](ctx, r, "/unrule", number)
}

// Load is [Engine.Load]; Progress is not called.
func (r *Remote) Load(ctx context.Context, records iter.Seq2[record.Record, error], o *LoadOptions) (*LoadReport, error) {
	opts := o.withDefaults()
	in, out := io.Pipe()
	go func() {
		w := bufio.NewWriter(out)
		e := json.NewEncoder(w)
		err := e.Encode(opts)
		for rec, failed := range records {
			if err = errors.Join(err, failed); err == nil {
				err = e.Encode(rec)
			}
			if err != nil {
				break
			}
		}
		out.CloseWithError(errors.Join(err, w.Flush()))
	}()
	defer in.Close()
	report := &LoadReport{}
	return report, r.call(ctx, "/load", in, report)
}

// callJSON sends in and returns the answer, nil with an error.
func callJSON[T any](ctx context.Context, r *Remote, path string, in any) (*T, error) {
	b, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	out := new(T)
	if err := r.call(ctx, path, bytes.NewReader(b), out); err != nil {
		return nil, err
	}
	return out, nil
}

func (r *Remote) call(ctx context.Context, path string, body io.Reader, out any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://tekil"+path, body)
	if err != nil {
		return err
	}
	res, err := r.c.Do(req)
	if err != nil {
		return fmt.Errorf("admin socket: %w", err)
	}
	defer res.Body.Close()
	a := answered{Out: out}
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		return fmt.Errorf("admin socket: %w", err)
	}
	if a.Error == "" {
		return nil
	}
	if known, ok := kinds[a.Kind]; ok {
		return &remoteError{a.Error, known}
	}
	return errors.New(a.Error)
}

// remoteError is an error of the other process.
type remoteError struct {
	text string
	is   error
}

func (e *remoteError) Error() string { return e.text }
func (e *remoteError) Unwrap() error { return e.is }
