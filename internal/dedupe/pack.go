package dedupe

import (
	"encoding/binary"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// packed holds the values of the records that were read in a few large pieces
// of text. As record.Value lists they would be tens of millions of pointers,
// which the garbage collector would follow again and again.
type packed struct {
	table  fieldTable
	pieces []string
	piece  strings.Builder
	buf    []byte
	at     []packedAt // by record
}

// packedAt is where the values of a record stand.
type packedAt struct{ piece, from, len uint32 }

const pieceBytes = 1 << 20

// pack keeps the values of r and returns their place.
func (p *packed) pack(r *record.Record) packedAt {
	p.buf = p.table.appendRecord(p.buf[:0], r)
	if p.piece.Cap()-p.piece.Len() < len(p.buf) {
		p.seal()
		p.piece.Grow(max(pieceBytes, len(p.buf)))
	}
	at := packedAt{uint32(len(p.pieces)), uint32(p.piece.Len()), uint32(len(p.buf))}
	p.piece.Write(p.buf)
	return at
}

// seal makes what was packed so far readable.
func (p *packed) seal() {
	p.pieces = append(p.pieces, p.piece.String())
	p.piece = strings.Builder{}
}

// text returns the packed values of a sealed place.
func (p *packed) text(at packedAt) string { return p.pieces[at.piece][at.from : at.from+at.len] }

// fill puts the values of record i into r, whose slices it uses again.
func (p *packed) fill(i int, r *record.Record) { p.table.readRecord(p.text(p.at[i]), r) }

// release gives up the texts, once the spool has them.
func (p *packed) release() { p.pieces = nil }

// names gives out copies of ids that stand side by side in memory, apart from
// the rows that they were read from.
type names struct{ piece strings.Builder }

func (n *names) copy(s string) string {
	if n.piece.Cap()-n.piece.Len() < len(s) {
		n.piece = strings.Builder{}
		n.piece.Grow(max(pieceBytes/16, len(s)))
	}
	from := n.piece.Len()
	n.piece.WriteString(s)
	return n.piece.String()[from:]
}

// keyCopies gives out copies of keys, apart from the rows that they were read from, with
// one text for each source.
type keyCopies struct {
	ids     names
	sources map[record.Source]record.Source
}

func (n *keyCopies) copy(k record.Key) record.Key {
	source, ok := n.sources[k.Source]
	if !ok {
		if n.sources == nil {
			n.sources = map[record.Source]record.Source{}
		}
		source = record.Source(strings.Clone(string(k.Source)))
		n.sources[source] = source
	}
	return record.Key{Source: source, ID: record.ID(n.ids.copy(string(k.ID)))}
}

// fieldTable numbers the fields of a run.
type fieldTable []record.Field

// maxTable bounds the fields that are numbered: files that have a key of its own
// for every row write theirs out.
const maxTable = 512

// appendRecord appends the values of r, current and past. Fields that are new
// are numbered.
func (t *fieldTable) appendRecord(b []byte, r *record.Record) []byte {
	b = binary.AppendUvarint(b, uint64(len(r.Values)))
	next := 0
	for i := range r.Values {
		b, next = t.appendValue(b, &r.Values[i], next)
	}
	b = binary.AppendUvarint(b, uint64(len(r.Past)))
	for i := range r.Past {
		b, next = t.appendValue(b, &r.Past[i].Value, next)
		b = appendText(appendText(b, r.Past[i].From), r.Past[i].To)
	}
	return b
}

// appendValue appends a value; its field is looked for from next on, where it
// mostly stands.
func (t *fieldTable) appendValue(b []byte, v *record.Value, next int) ([]byte, int) {
	at := t.find(v.Field, next)
	if at < 0 {
		return appendText(appendText(append(b, 0), string(v.Field)), v.Text), next
	}
	return appendText(binary.AppendUvarint(b, uint64(at)+1), v.Text), at + 1
}

// find returns the number of a field, -1 where the table is full.
func (t *fieldTable) find(f record.Field, next int) int {
	n := len(*t)
	for i := range n {
		at := next + i
		if at >= n {
			at -= n
		}
		if (*t)[at] == f {
			return at
		}
	}
	if n == maxTable {
		return -1
	}
	*t = append(*t, f)
	return n
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// readRecord puts the values that text holds into r, whose slices it uses again.
func (t fieldTable) readRecord(text string, r *record.Record) {
	d := packedReader{text}
	r.Values, r.Past = r.Values[:0], r.Past[:0]
	for range d.uint() {
		r.Values = append(r.Values, d.value(t))
	}
	for range d.uint() {
		r.Past = append(r.Past, record.Past{Value: d.value(t), From: d.string(), To: d.string()})
	}
}

// packedReader reads what this process wrote a moment ago.
type packedReader struct{ text string }

func (d *packedReader) uint() uint64 {
	v, shift := uint64(0), 0
	for i := 0; ; i++ {
		c := d.text[i]
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			d.text = d.text[i+1:]
			return v
		}
		shift += 7
	}
}

func (d *packedReader) string() string {
	n := d.uint()
	s := d.text[:n]
	d.text = d.text[n:]
	return s
}

func (d *packedReader) value(t fieldTable) record.Value {
	var v record.Value
	if k := d.uint(); k > 0 {
		v.Field = t[k-1]
	} else {
		v.Field = record.Field(strings.Clone(d.string()))
	}
	v.Text = d.string()
	return v
}
