package golden

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// The tags of a golden record, in the order of writing. A canonical field has
// the tag goldenField plus its number.
const (
	goldenHead     = 1
	goldenKeys     = 2
	goldenSpans    = 3 // the pairs of first and last day; values count in them
	goldenUser     = 4
	goldenConflict = 5
	goldenField    = 16
)

// The bits of a value's first byte above its grade.
const (
	bitFormer   = 1 << 3
	bitInferred = 1 << 4
	bitConsent  = 1 << 5
	bitWon      = 1 << 6
	bitSame     = 1 << 7 // member, agreement and days are those of the value before
)

// strategyCodes numbers the strategies for the codec; new ones are appended.
var strategyCodes = [...]Strategy{"", ValidatedFirst, MostTrusted, MostFrequent, MostRecent, LeastRecent, MostComplete, BestSpelled, byKey, byGrade}

func strategyCode(s Strategy) byte { return byte(max(0, slices.Index(strategyCodes[:], s))) }

// days are the first and last day of a value.
type days struct{ first, last normalize.Date }

// goldenEncoder holds what a value's bytes refer to.
type goldenEncoder struct {
	dst    []byte
	spans  []days
	before Value
	base   string
}

// AppendGolden appends the compact form of g, which [DecodeGolden] reads: some
// 300 bytes for a usual person.
func AppendGolden(dst []byte, g *Golden) []byte {
	e := goldenEncoder{dst: dst}
	e.head(g)
	e.keys(g.Keys)
	e.days(g)
	for i := range g.Fields {
		e.field(&g.Fields[i])
	}
	for i := range g.Conflicts {
		e.conflict(&g.Conflicts[i])
	}
	return e.dst
}

func (e *goldenEncoder) head(g *Golden) {
	dst, m := open(e.dst, goldenHead)
	q := &g.Quality
	dst = append(dst, byte(g.Kind), q.Score, q.Freshness, q.Completeness, q.Validity, q.Consistency, q.Uniqueness)
	e.dst = m.close(binary.AppendUvarint(dst, uint64(g.Consent)))
}

// keys writes a source only where it changes.
func (e *goldenEncoder) keys(keys []record.Key) {
	dst, m := open(e.dst, goldenKeys)
	var source record.Source
	for _, k := range keys {
		if k.Source == source {
			dst = putText(dst, "", "")
		} else {
			dst = putText(dst, string(k.Source), "")
		}
		source = k.Source
		dst = putText(dst, string(k.ID), "")
	}
	e.dst = m.close(dst)
}

func (e *goldenEncoder) days(g *Golden) {
	dst, m := open(e.dst, goldenSpans)
	for i := range g.Fields {
		for j := range g.Fields[i].Values {
			v := &g.Fields[i].Values[j]
			if d := (days{v.First, v.Last}); !slices.Contains(e.spans, d) {
				e.spans = append(e.spans, d)
				dst = putDate(putDate(dst, d.first), d.last)
			}
		}
	}
	e.dst = m.close(dst)
}

func (e *goldenEncoder) field(f *Field) {
	n := number(f.Name)
	tag := goldenField + uint64(n)
	if n == userField {
		tag = goldenUser
	}
	dst, m := open(e.dst, tag)
	if n == userField {
		dst = putText(dst, string(f.Name), "")
	}
	dst = binary.AppendUvarint(dst, uint64(len(f.Values)))
	for i := range f.Values {
		dst = e.value(dst, &f.Values[i])
	}
	for i := range f.Beaten {
		b := &f.Beaten[i]
		dst = append(dst, byte(b.Grade), strategyCode(b.By))
		dst = putText(putRef(binary.AppendUvarint(dst, uint64(b.Member)), b.Ref), b.Text, e.base)
	}
	e.dst = m.close(dst)
	if len(f.Values) > 0 && (f.Name == record.FullName || f.Name == record.Address) {
		e.base = f.Values[0].Text
	}
}

func (e *goldenEncoder) value(dst []byte, v *Value) []byte {
	head := byte(v.Grade)
	for _, b := range [...]struct {
		on  bool
		bit byte
	}{{v.Former, bitFormer}, {v.Inferred, bitInferred}, {v.Consent != 0, bitConsent}, {v.Won != "", bitWon}, {e.same(v), bitSame}} {
		if b.on {
			head |= b.bit
		}
	}
	dst = putRef(append(dst, head), v.Ref)
	if head&bitSame == 0 {
		dst = binary.AppendUvarint(dst, uint64(v.Member))
		dst = binary.AppendUvarint(dst, uint64(v.Agree))
		dst = binary.AppendUvarint(dst, uint64(slices.Index(e.spans, days{v.First, v.Last})))
	}
	if v.Consent != 0 {
		dst = binary.AppendUvarint(dst, uint64(v.Consent))
	}
	if v.Won != "" {
		dst = append(dst, strategyCode(v.Won))
	}
	e.before = *v
	return putText(dst, v.Text, e.base)
}

func (e *goldenEncoder) same(v *Value) bool {
	b := &e.before
	return b.Text != "" && v.Member == b.Member && v.Agree == b.Agree && v.First == b.First && v.Last == b.Last
}

func (e *goldenEncoder) conflict(c *Conflict) {
	dst, m := open(e.dst, goldenConflict)
	serious := byte(0)
	if c.Serious {
		serious = 1
	}
	dst = putText(append(dst, serious), string(c.Field), "")
	dst = putText(dst, c.Rule, "")
	for _, side := range [...]struct {
		Origin
		text string
	}{{c.Kept, c.KeptText}, {c.Against, c.AgainstText}} {
		dst = putText(putRef(binary.AppendUvarint(dst, uint64(side.Member)), side.Ref), side.text, "")
	}
	e.dst = m.close(dst)
}

// DecodeGolden reads what [AppendGolden] wrote. It copies b once; the texts of
// the result share the copy. Bad bytes give [ErrCorrupt].
func DecodeGolden(b []byte) (Golden, error) {
	d := goldenDecoder{r: reader{s: string(b)}}
	for {
		d.r.base = d.base
		tag, p, ok := d.r.next()
		if !ok {
			break
		}
		d.message(tag, &p)
		if p.bad {
			return Golden{}, ErrCorrupt
		}
	}
	if d.r.bad {
		return Golden{}, ErrCorrupt
	}
	return d.g, nil
}

type goldenDecoder struct {
	r      reader
	g      Golden
	spans  []days
	before Value
	base   string
}

func (d *goldenDecoder) message(tag uint64, p *reader) {
	switch {
	case tag == goldenHead:
		d.head(p)
	case tag == goldenKeys:
		d.keys(p)
	case tag == goldenSpans:
		for p.s != "" {
			d.spans = append(d.spans, days{p.date(), p.date()})
		}
	case tag == goldenUser:
		d.field(record.Field(p.text()), p)
	case tag == goldenConflict:
		d.conflict(p)
	case tag > goldenField && tag < goldenField+uint64(len(fields)):
		d.field(fields[tag-goldenField], p)
	}
}

func (d *goldenDecoder) head(p *reader) {
	q := &d.g.Quality
	d.g.Kind = record.Kind(p.byte())
	q.Score, q.Freshness, q.Completeness, q.Validity, q.Consistency, q.Uniqueness = p.byte(), p.byte(), p.byte(), p.byte(), p.byte(), p.byte()
	d.g.Consent = Consent(p.uint() & 0xfff)
	if d.g.Kind > record.KindNoise {
		p.fail()
	}
}

func (d *goldenDecoder) keys(p *reader) {
	var source record.Source
	for p.s != "" {
		if s := p.text(); s != "" {
			source = record.Source(s)
		}
		d.g.Keys = append(d.g.Keys, record.Key{Source: source, ID: record.ID(p.text())})
	}
}

func (d *goldenDecoder) field(name record.Field, p *reader) {
	f := Field{Name: name}
	for n := p.uint(); n > 0 && !p.bad; n-- {
		f.Values = append(f.Values, d.value(p))
	}
	for p.s != "" {
		b := Beaten{Grade: p.grade(), By: p.strategy()}
		b.Member, b.Ref, b.Text = p.member(), p.ref(), p.text()
		f.Beaten = append(f.Beaten, b)
	}
	if name == "" {
		p.fail()
	}
	if len(f.Values) > 0 && (name == record.FullName || name == record.Address) {
		d.base = f.Values[0].Text
	}
	d.g.Fields = append(d.g.Fields, f)
}

func (d *goldenDecoder) value(p *reader) Value {
	head := p.byte()
	v := Value{Grade: Grade(head & 7), Former: head&bitFormer != 0, Inferred: head&bitInferred != 0}
	v.Ref = p.ref()
	if head&bitSame != 0 {
		b := &d.before
		v.Member, v.Agree, v.First, v.Last = b.Member, b.Agree, b.First, b.Last
	} else {
		v.Member = p.member()
		v.Agree = uint16(min(p.uint(), math.MaxUint16))
		if i := p.uint(); i < uint64(len(d.spans)) {
			v.First, v.Last = d.spans[i].first, d.spans[i].last
		} else {
			p.fail()
		}
	}
	if head&bitConsent != 0 {
		v.Consent = Consent(p.uint() & 0xfff)
	}
	if head&bitWon != 0 {
		v.Won = p.strategy()
	}
	v.Text = p.text()
	if v.Grade > Verified {
		p.fail()
	}
	d.before = v
	return v
}

func (r *reader) member() uint32 {
	n := r.uint()
	if n > math.MaxUint32 {
		r.fail()
	}
	return uint32(n)
}

// strategy reads a code; that of a later version is no strategy that we know.
func (r *reader) strategy() Strategy {
	if c := r.byte(); int(c) < len(strategyCodes) {
		return strategyCodes[c]
	}
	return ""
}

func (d *goldenDecoder) conflict(p *reader) {
	c := Conflict{Serious: p.byte() == 1, Field: record.Field(p.text()), Rule: p.text()}
	c.Kept, c.KeptText = Origin{p.member(), p.ref()}, p.text()
	c.Against, c.AgainstText = Origin{p.member(), p.ref()}, p.text()
	d.g.Conflicts = append(d.g.Conflicts, c)
}
