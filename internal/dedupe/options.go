package dedupe

import (
	"io"
	"path/filepath"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
)

// Options are the flags of a run. Files is needed, everything else may be zero.
type Options struct {
	Files []string // files, globs, "-" for standard input
	Stdin io.Reader
	// Out is the directory of the output files; empty means tekil-out.
	Out string
	// Store is the directory of the store; empty means Out/store.
	Store   string
	NoStore bool
	// Replace allows a store that is there: its rulings and entity ids are kept.
	Replace bool
	Config  *Config // nil is the default
	Source  record.Source
	// Rules map columns, in place of the configuration's.
	Rules *ingest.Rules
	// Model is the file of a model, "shipped", or the directory of a store;
	// empty fits one on the input.
	Model string
	// Previous is the members.csv of an earlier run, to carry its ids over.
	Previous string
	// Rulings is a review.csv with the column ruling filled in.
	Rulings string
	// Labels is a review.csv with rulings, or a CSV of record_id and entity_id:
	// the threshold for joining is chosen by it.
	Labels     string
	Assurance  record.Assurance // weakest to join by; zero leaves it to the model
	Population int64            // 0 leaves it to the model
	Excel      bool
	Strict     bool
	Workers    int // 0: one for each processor
	// Version and Time are written into the store: the program's version, and
	// the RFC 3339 time of the run. Nothing is decided by them.
	Version, Time string
	// Progress, where not nil, hears of each stage, from several goroutines.
	Progress func(stage string, done, total int)
	// Mapped, where not nil, is told how the columns are read, before the rows are.
	Mapped func([]ingest.Mapping)
	// wrap, where not nil, comes between the run and its output files, so that
	// tests can fill the disk.
	wrap func(io.WriteCloser) io.WriteCloser
}

// DefaultOut is where output goes unless it is told.
const DefaultOut = "tekil-out"

func (o Options) orDefault() Options {
	if o.Out == "" {
		o.Out = DefaultOut
	}
	o.Out = filepath.Clean(o.Out)
	if o.Store == "" {
		o.Store = filepath.Join(o.Out, "store")
	}
	if o.Config == nil {
		o.Config = &Config{}
	}
	if o.Rules == nil {
		o.Rules = o.Config.Mapping
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	return o
}
