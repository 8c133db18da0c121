package ingest

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// sniffFormat answers NDJSON if the first line with anything on it is a JSON
// object (or begins one that the head cuts off).
func sniffFormat(head string) Format {
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if line[0] != '{' {
			return CSV
		}
		if jsontext.Value(line).IsValid(jsonOptions...) || len(line) > 1 && strings.HasPrefix(strings.TrimLeft(line[1:], " "), `"`) {
			return NDJSON
		}
		return CSV
	}
	return CSV
}

// jsonOptions forgive what other systems write: keys twice (both values are
// kept) and broken UTF-8.
var jsonOptions = []jsontext.Options{
	jsontext.AllowDuplicateNames(true),
	jsontext.AllowInvalidUTF8(true),
}

// jsonReader flattens JSON objects to pairs of path and text. Objects in
// objects make dotted paths; arrays make several values of one path. An object
// in an array that is an address becomes one line of text, because its parts
// belong together and a record has only one column of each.
type jsonReader struct {
	dec   *jsontext.Decoder
	src   strings.Reader
	path  []byte            // of the value that is read
	paths map[string]string // every path seen, so that each is made once
	text  []byte            // scratch for unescaping
	out   []pair
}

// pair is one value and where it stood.
type pair struct{ path, text string }

func newJSONReader() *jsonReader {
	return &jsonReader{
		dec:   jsontext.NewDecoder(strings.NewReader(""), jsonOptions...),
		paths: map[string]string{},
	}
}

// read flattens one line. The result is good until the next call.
func (j *jsonReader) read(line string) ([]pair, bool) {
	j.src.Reset(line)
	j.dec.Reset(&j.src, jsonOptions...)
	j.path, j.out = j.path[:0], j.out[:0]
	if j.dec.PeekKind() != '{' {
		return nil, false
	}
	if err := j.value(); err != nil {
		return nil, false
	}
	if _, err := j.dec.ReadToken(); err != io.EOF {
		return nil, false
	}
	return j.out, true
}

// value reads the next value, which stands at j.path.
func (j *jsonReader) value() error {
	switch j.dec.PeekKind() {
	case '{':
		return j.object()
	case '[':
		return j.array()
	}
	raw, err := j.dec.ReadValue()
	if err != nil {
		return err
	}
	if raw[0] != 'n' { // null is no value
		j.out = append(j.out, pair{j.here(), string(j.unquote(raw))})
	}
	return nil
}

// here is j.path as a string.
func (j *jsonReader) here() string {
	if p, ok := j.paths[string(j.path)]; ok {
		return p
	}
	p := string(j.path)
	if len(j.paths) < maxColumns {
		j.paths[p] = p
	}
	return p
}

// unquote gives the text of a scalar: strings without quotes and escapes,
// numbers as they are written.
func (j *jsonReader) unquote(raw []byte) []byte {
	if raw[0] != '"' {
		return raw
	}
	if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return raw[1 : len(raw)-1]
	}
	j.text, _ = jsontext.AppendUnquote(j.text[:0], raw) // its error only tells of broken UTF-8
	return j.text
}

func (j *jsonReader) object() error {
	if _, err := j.dec.ReadToken(); err != nil {
		return err
	}
	outer := len(j.path)
	for j.dec.PeekKind() != '}' {
		key, err := j.dec.ReadValue()
		if err != nil {
			return err
		}
		if outer > 0 {
			j.path = append(j.path, '.')
		}
		j.path = append(j.path, j.unquote(key)...)
		if err := j.value(); err != nil {
			return err
		}
		j.path = j.path[:outer]
	}
	_, err := j.dec.ReadToken()
	return err
}

func (j *jsonReader) array() error {
	if _, err := j.dec.ReadToken(); err != nil {
		return err
	}
	for j.dec.PeekKind() != ']' {
		start := len(j.out)
		object := j.dec.PeekKind() == '{'
		if err := j.value(); err != nil {
			return err
		}
		if object {
			j.out = element(j.out, start, j.here())
		}
	}
	_, err := j.dec.ReadToken()
	return err
}

// element settles what one object of an array means. A list of addresses gives
// one line each; in a list of phones or mailboxes the value counts and its kind
// does not; anything else keeps its paths.
func element(out []pair, start int, path string) []pair {
	switch f := guessHeader(lastName(path)).field; {
	case f == record.Address:
		if line := addressLine(out[start:], len(path)); line != "" {
			return append(out[:start], pair{path, line})
		}
	case f != "" && f.IsList():
		for _, p := range out[start:] {
			if valueNames[joined(lastName(p.path))] {
				return append(out[:start], pair{path, p.text})
			}
		}
		for _, p := range out[start:] {
			if g := guessHeader(lastName(p.path)).field; g == f || g.IsPhone() && f.IsPhone() {
				return append(out[:start], pair{path, p.text})
			}
		}
	}
	return out
}

// valueNames are the keys that hold the value of a list's element.
var valueNames = wordSet("value deger number numara no numarasi address adres text full e164 formatted")

// addressOrder is the order in which Turkish addresses are written.
var addressOrder = []record.Field{
	record.Address, record.Neighbourhood, record.Street, record.BuildingNo, floor, flat,
	record.PostalCode, record.District, record.City, record.Country,
}

// Parts of an address that have no column of their own.
const (
	floor record.Field = "?floor"
	flat  record.Field = "?flat"
)

// addressKeys are the keys of an address's parts that mean something else, or
// nothing, as the header of a column.
var addressKeys = map[string]record.Field{
	"no": record.BuildingNo, "numara": record.BuildingNo, "number": record.BuildingNo, "kapi": record.BuildingNo, "diskapi": record.BuildingNo, "bina": record.BuildingNo,
	"kat": floor, "katno": floor, "floor": floor, "daire": flat, "daireno": flat, "ickapino": flat, "ickapi": flat, "flat": flat, "apartment": flat,
	"line": record.Address, "line1": record.Address, "line2": record.Address,
}

// addressPart is the part of an address that a key names.
func addressPart(key string) record.Field {
	if f := addressKeys[joined(key)]; f != "" {
		return f
	}
	if valueNames[joined(key)] {
		return record.Address
	}
	return guessHeader(key).field
}

// addressLine writes the parts of one address as a line.
func addressLine(parts []pair, skip int) string {
	var words []string
	for _, f := range addressOrder {
		for _, p := range parts {
			key := p.path
			if len(key) > skip {
				key = key[skip+1:]
			}
			if text := strings.TrimSpace(p.text); text != "" && addressPart(key) == f {
				words = append(words, marked(f, joined(key), text))
			}
		}
	}
	return strings.Join(words, " ")
}

// marked gives a part of an address the word that says what it is, unless it
// brings one: in a line of text nothing else does.
func marked(f record.Field, key, text string) string {
	switch {
	case f == record.BuildingNo && isNumber(text[:1]):
		return "No:" + text
	case f == floor && isNumber(text):
		return "Kat:" + text
	case f == flat && isNumber(text[:1]):
		return "D:" + text
	case f == record.Neighbourhood && strings.HasPrefix(key, "mah") && !hasStreetWord(text):
		return text + " Mah."
	case f == record.Street && strings.HasPrefix(key, "so") && !hasStreetWord(text):
		return text + " Sok."
	case f == record.Street && strings.HasPrefix(key, "cad") && key != "caddesokak" && !hasStreetWord(text):
		return text + " Cad."
	}
	return text
}

// streetWords end the names of neighbourhoods and streets.
var streetWords = wordSet("mah mh mahalle mahallesi koy koyu sok sk sokak sokagi cad cd cadde caddesi bulvar bulvari blv bul kume meydan meydani yolu")

func hasStreetWord(text string) bool {
	for _, w := range strings.Fields(normalize.Fold(text)) {
		if streetWords[w] {
			return true
		}
	}
	return false
}

// lastName is the last name of a dotted path.
func lastName(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// jsonHeader is the text by which a path is looked up as a header: the whole
// path if it names a field ("birth.date"), else its last name where the objects
// around it are about the customer ("contact.email").
func jsonHeader(path string) headerGuess {
	if g := guessHeader(path); g.field != "" || !strings.Contains(path, ".") {
		return g
	}
	outer, last := path[:strings.LastIndexByte(path, '.')], lastName(path)
	for _, o := range strings.Split(outer, ".") {
		if g := guessHeader(o); !leadingNoise[joined(o)] && g.field != record.Address && g.field != ambiguousName &&
			!jsonContainers[joined(o)] {
			return headerGuess{}
		}
	}
	g := guessHeader(last)
	g.noise = 2
	return g
}

// jsonContainers are objects that group a customer's own fields.
var jsonContainers = wordSet("contact contacts iletisim kimlik identity personal kisisel data attributes properties fields customer musteri person kisi adres address name profile profil info bilgi detail details location konum")

// decideJSON finds the paths in the first lines of a file and maps them.
func (in *input) decideJSON() error {
	j := newJSONReader()
	index := map[string]int{}
	var names []string
	var sample [][]string
	for line := range strings.Lines(in.head) {
		pairs, ok := j.read(strings.TrimSpace(line))
		if !ok {
			continue
		}
		row := make([]string, len(names), len(names)+4)
		for _, p := range pairs {
			i, known := index[p.path]
			if !known {
				i = len(names)
				index[strings.Clone(p.path)], names = i, append(names, strings.Clone(p.path))
				row = append(row, "")
			}
			row[i] = p.text
		}
		if sample = append(sample, row); len(sample) == contentRows {
			break
		}
	}
	var err error
	in.mapping.Columns, err = mapColumns(names, sample, in.opts.Rules, jsonHeader)
	return err
}

// columnFor returns the column of a path that the head did not show.
func columnFor(path string, cols []Column, rules *Rules) Column {
	c := Column{Index: len(cols), Name: path, Field: userField(path), How: AsIs}
	one := []Column{{Index: len(cols), Name: path}}
	if applyRules(one, rules) == nil && one[0].How != "" {
		return one[0]
	}
	if g := jsonHeader(path); g.field != "" && g.field[0] != '?' {
		if at := occupied(cols, g.field, path); at < 0 {
			c.Field, c.How = g.field, ByHeader
		} else {
			c.Note = string(g.field) + " is column " + strconv.Itoa(at+1) + " already"
		}
	}
	return c
}
