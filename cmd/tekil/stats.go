package main

import (
	"iter"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/store"
)

func newStats() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "stats",
		Short: "Count what is in a store",
		Long: "Counts records, people, links, pairs in review and rulings, and says which model\n" +
			"decides, how large the store is, and what the last run did.",
		Example: "  tekil stats --store tekil-out/store",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return withView(c, func(v *dedupe.View) error {
				s, err := countStore(c, v)
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(c, s)
				}
				p := &printer{w: c.OutOrStdout()}
				s.print(p)
				return p.err
			})
		},
	}
	storeFlag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

type storeStats struct {
	Store      string         `json:"store"`
	Format     uint64         `json:"format"`
	Tekil      string         `json:"tekil"`
	Normaliser uint64         `json:"normalizer"`
	Records    int            `json:"records"`
	Entities   int            `json:"entities"`
	Kinds      map[string]int `json:"kinds"`
	Duplicates int            `json:"duplicates"`
	Sizes      map[int]int    `json:"sizes"`
	Quality    float64        `json:"mean_quality"`
	Reviews    int            `json:"reviews"`
	Links      map[string]int `json:"links"`
	Rulings    int            `json:"rulings"`
	LostIDs    int            `json:"lost_ids"`
	Changes    uint64         `json:"changes"`
	Runs       int            `json:"runs"`
	Model      string         `json:"model"`
	DiskBytes  uint64         `json:"disk_bytes"`
	Spaces     []spaceAnswer  `json:"spaces"`
}

type spaceAnswer struct {
	Name  string `json:"name"`
	Bytes uint64 `json:"bytes"`
}

func countStore(c *cobra.Command, v *dedupe.View) (*storeStats, error) {
	s := &storeStats{Store: storeDir(c), Kinds: map[string]int{}, Sizes: map[int]int{}, Links: map[string]int{}, Model: v.Model.Hash()}
	info, err := v.Store.Info()
	if err != nil {
		return nil, err
	}
	s.Format, s.Tekil, s.Normaliser = info.Format, info.Tekil, info.Normaliser
	if err := s.entities(c, v.Store); err != nil {
		return nil, err
	}
	if s.Reviews, err = countAll(v.Store.Reviews()); err != nil {
		return nil, err
	}
	for l, err := range v.Store.AllLinks() {
		if err != nil {
			return nil, err
		}
		s.Links[string(l.Kind)]++
	}
	for r, err := range v.Store.Rulings() {
		if err != nil {
			return nil, err
		}
		if r.InForce() {
			s.Rulings++
		}
	}
	if s.LostIDs, err = countAll(v.Store.Aliases()); err != nil {
		return nil, err
	}
	if s.Runs, err = countAll(v.Store.Runs()); err != nil {
		return nil, err
	}
	return s, s.size(v.Store)
}

func countAll[T any](seq iter.Seq2[T, error]) (n int, err error) {
	for _, err := range seq {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (s *storeStats) entities(c *cobra.Command, st *store.Store) error {
	total := 0
	for e, err := range st.Entities(0) {
		if err != nil {
			return err
		}
		if err := c.Context().Err(); err != nil {
			return err
		}
		s.Entities++
		s.Kinds[e.Kind]++
		s.Records += len(e.Members)
		s.Sizes[len(e.Members)]++
		total += int(e.Quality)
	}
	s.Duplicates = s.Records - s.Entities
	if s.Entities > 0 {
		s.Quality = float64(total*10/s.Entities) / 10
	}
	return nil
}

func (s *storeStats) size(st *store.Store) error {
	n, err := st.Counters()
	if err != nil {
		return err
	}
	s.Changes = n.Change
	m, err := st.Metrics()
	if err != nil {
		return err
	}
	s.DiskBytes = m.DiskBytes
	for _, x := range m.Spaces {
		s.Spaces = append(s.Spaces, spaceAnswer{x.Name, x.Bytes})
	}
	return nil
}

func (s *storeStats) print(p *printer) {
	p.line("%s: format %d, written by tekil %s, normaliser %d", s.Store, s.Format, s.Tekil, s.Normaliser)
	p.line("  records     %s", count(s.Records))
	p.line("  entities    %s, mean quality %.1f", count(s.Entities), s.Quality)
	for _, k := range slices.Sorted(maps.Keys(s.Kinds)) {
		p.line("    %-10s%s", k, count(s.Kinds[k]))
	}
	p.line("  duplicates  %s", count(s.Duplicates))
	for _, n := range slices.Sorted(maps.Keys(s.Sizes)) {
		p.line("    %s of %s", count(s.Sizes[n]), plural(n, "record"))
	}
	p.line("  in review   %s", plural(s.Reviews, "pair"))
	for _, k := range slices.Sorted(maps.Keys(s.Links)) {
		p.line("  link        %-22s%s", k, count(s.Links[k]))
	}
	p.line("  rulings     %s in force", count(s.Rulings))
	p.line("  lost ids    %s", count(s.LostIDs))
	p.line("  changes     %d, %s", s.Changes, plural(s.Runs, "run"))
	p.line("  model       %s", s.Model)
	p.line("  on disk     %.1f MiB", float64(s.DiskBytes)/(1<<20))
}
