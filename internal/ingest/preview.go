package ingest

import "context"

// Sample is the head of the inputs, as it would be read.
type Sample struct {
	Mappings []Mapping
	// Rows are the first rows of each input, in input order.
	Rows []Row
	// Rejected are the rows refused on the way to them.
	Rejected []Rejected
}

// Preview reads the first n rows of each input and writes nothing. What was
// read of standard input is gone.
func Preview(ctx context.Context, patterns []string, o *Options, n int) (*Sample, error) {
	r, err := Open(ctx, patterns, o)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	s := &Sample{}
	for i, in := range r.inputs {
		one := &Reader{ctx: ctx, opts: r.opts, inputs: r.inputs[i : i+1], stats: make([]Stats, 1)}
		one.opts.OnReject = nil
		left := n
		for row, err := range one.Records() {
			if err != nil {
				return nil, err
			}
			if left == 0 {
				break
			}
			left--
			s.Rows = append(s.Rows, row)
		}
		s.Rejected = append(s.Rejected, one.rejected...)
		in.close()
	}
	s.Mappings = r.Mappings()
	return s, nil
}
