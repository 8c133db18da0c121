package blocking

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
	"github.com/tekil-id/tekil/normalize"
)

// SearchIndex is the full-text index for people at a desk: free words, some of
// them misspelt or unfinished. Nothing that decides reads it. It stands beside a
// store, follows it, and can be built anew from it at any time.
//
// Text is folded before it reaches the index, and the index splits it at blanks
// and does nothing else to it: lower-casing and stemming of the engine corrupt
// Turkish. A SearchIndex is safe for concurrent use.
type SearchIndex struct {
	b bleve.Index
}

// searchField is the one field of a document.
const searchField = "text"

// OpenSearch opens the index in dir, or makes an empty one; an empty dir is one in
// memory. One that cannot be read is an error: remove it and open again.
func OpenSearch(dir string) (*SearchIndex, error) {
	m, err := searchMapping()
	if err != nil {
		return nil, fmt.Errorf("search index: %w", err)
	}
	var b bleve.Index
	if dir == "" {
		b, err = bleve.NewMemOnly(m)
	} else if b, err = bleve.Open(dir); errors.Is(err, bleve.ErrorIndexPathDoesNotExist) {
		b, err = bleve.New(dir, m)
	}
	if err != nil {
		return nil, fmt.Errorf("search index: %w", err)
	}
	return &SearchIndex{b}, nil
}

func searchMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer("folded", map[string]any{"type": custom.Name, "tokenizer": whitespace.Name})
	if err != nil {
		return nil, err
	}
	f := bleve.NewTextFieldMapping()
	f.Analyzer, f.Store, f.IncludeTermVectors, f.DocValues, f.IncludeInAll = "folded", false, false, false, false
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt(searchField, f)
	m.DefaultMapping, m.DefaultAnalyzer = doc, "folded"
	return m, nil
}

// Close closes the index.
func (x *SearchIndex) Close() error { return x.b.Close() }

// SearchBatch gathers changes of an index.
type SearchBatch struct{ b *bleve.Batch }

// Batch begins a batch.
func (x *SearchIndex) Batch() *SearchBatch { return &SearchBatch{x.b.NewBatch()} }

// Put makes text what is found under id, in place of what was there.
func (b *SearchBatch) Put(id, text string) error {
	return b.b.Index(id, map[string]any{searchField: searchText(text)})
}

// Delete removes what is found under id.
func (b *SearchBatch) Delete(id string) { b.b.Delete(id) }

// Len returns the number of changes.
func (b *SearchBatch) Len() int { return b.b.Size() }

// Apply makes the changes of a batch, and notes how far the index follows, unless mark is nil.
func (x *SearchIndex) Apply(b *SearchBatch, mark []byte) error {
	if mark != nil {
		b.b.SetInternal([]byte("mark"), mark)
	}
	return x.b.Batch(b.b)
}

// Mark returns what the last batch noted, nil for none.
func (x *SearchIndex) Mark() ([]byte, error) { return x.b.GetInternal([]byte("mark")) }

// Hit is one result.
type Hit struct {
	ID    string
	Score float64
}

// Search returns the best hits for free text: those that have every word, as it
// is, unfinished or one slip away; where there are none, those where longer words
// are two slips away ("yildrm"); where there are none either, those that have most.
func (x *SearchIndex) Search(ctx context.Context, text string, limit int) ([]Hit, error) {
	words := strings.Fields(searchText(text))
	if len(words) == 0 {
		return nil, nil
	}
	var each []query.Query
	for slips := 1; slips <= 2; slips++ {
		each = each[:0]
		for _, w := range words {
			each = append(each, wordQuery(w, slips))
		}
		hits, err := x.find(ctx, bleve.NewConjunctionQuery(each...), limit)
		if err != nil || len(hits) > 0 {
			return hits, err
		}
	}
	most := bleve.NewDisjunctionQuery(each...)
	most.SetMin(float64((len(words) + 1) / 2))
	return x.find(ctx, most, limit)
}

func (x *SearchIndex) find(ctx context.Context, q query.Query, limit int) ([]Hit, error) {
	req := bleve.NewSearchRequestOptions(q, limit, 0, false)
	req.SortBy([]string{"-_score", "_id"})
	res, err := x.b.SearchInContext(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	var out []Hit
	for _, h := range res.Hits {
		out = append(out, Hit{h.ID, h.Score})
	}
	return out, nil
}

// longWord is from how many letters on a word may be two slips away: it still looks
// like few others.
const longWord = 6

// wordQuery finds a word as it is, as the beginning of one, or so many slips away:
// the fewer, the better.
func wordQuery(w string, slips int) query.Query {
	exact := bleve.NewTermQuery(w)
	exact.SetField(searchField)
	exact.SetBoost(8)
	any := bleve.NewDisjunctionQuery(exact)
	n := utf8.RuneCountInString(w)
	if n >= 3 {
		start := bleve.NewPrefixQuery(w)
		start.SetField(searchField)
		start.SetBoost(2)
		any.AddQuery(start)
	}
	if n < 4 || digits(w) {
		return any
	}
	for d := 1; d <= slips && (d == 1 || n >= longWord); d++ {
		slip := bleve.NewFuzzyQuery(w)
		slip.SetField(searchField)
		slip.SetFuzziness(d)
		slip.SetPrefix(1)
		any.AddQuery(slip)
	}
	return any
}

func digits(w string) bool { return strings.Trim(w, "0123456789") == "" }

// searchText folds text, line by line, and puts the groups of a telephone number
// together, without the country's code: "+90 (532) 213 47 68" is 5322134768.
func searchText(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		out = appendSearchLine(out, line)
	}
	return strings.Join(out, " ")
}

func appendSearchLine(out []string, line string) []string {
	number := ""
	flush := func() {
		if len(number) > 10 {
			number = strings.TrimPrefix(number, "90")
		}
		if len(number) == 11 {
			number = strings.TrimPrefix(number, "0")
		}
		if number != "" {
			out = append(out, number)
		}
		number = ""
	}
	for w := range strings.FieldsSeq(line) {
		bare := strings.NewReplacer("+", "", "(", "", ")", "", "-", "", ".", "", "/", "").Replace(w)
		if bare != "" && digits(bare) && len(number)+len(bare) <= 12 {
			number += bare
			continue
		}
		flush()
		out = append(out, strings.Fields(normalize.Fold(w))...)
	}
	flush()
	return out
}

// EncodeMark and DecodeMark turn two numbers into a mark and back.
func EncodeMark(change, run uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(nil, change), run)
}

// DecodeMark is described at [EncodeMark]; a mark that is none is two zeros.
func DecodeMark(b []byte) (change, run uint64) {
	change, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, 0
	}
	run, k := binary.Uvarint(b[n:])
	if k <= 0 {
		return 0, 0
	}
	return change, run
}
