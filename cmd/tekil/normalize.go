package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/tekil-id/tekil/normalize"
)

// normalizers answer the kinds of `tekil normalize KIND`.
var normalizers = map[string]func(*request) any{
	"text": normalizeText, "name": normalizeName, "phone": normalizePhone, "email": normalizeEmail,
	"address": normalizeAddress, "id": normalizeID, "date": normalizeDate, "gender": normalizeGender,
}

const kinds = "text, name, phone, email, address, id, date, gender"

// valueKind is a kind of values as it is named on the command line, with what it
// states about all of them: id:vkn, gender:0F1M, date:birth, text:upper.
type valueKind struct {
	answer func(*request) any
	state  request
}

func parseKind(s string) (k valueKind, err error) {
	name, detail, stated := strings.Cut(s, ":")
	f, ok := normalizers[name]
	if !ok {
		return k, fmt.Errorf("no kind %q; there are %s", name, kinds)
	}
	k.answer = f
	switch {
	case !stated:
	case name == "id":
		k.state.Type = detail
	case name == "text":
		k.state.Op = detail
	case name == "gender":
		k.state.Hint = "scheme=" + detail
	case name == "date":
		k.state.Hint = "kind=" + detail
	default:
		return k, fmt.Errorf("%s takes nothing behind it, %q does", name, s)
	}
	return k, nil
}

// of answers one request, which may state otherwise for itself.
func (k *valueKind) of(r *request, o *normalize.Options) any {
	r.options = o
	r.Type, r.Op, r.Hint = cmp.Or(r.Type, k.state.Type), cmp.Or(r.Op, k.state.Op), cmp.Or(r.Hint, k.state.Hint)
	return k.answer(r)
}

// normalizeFlags are the flags of `tekil normalize`.
type normalizeFlags struct {
	csv, out, dictionary string
	columns              []string
	excel, quiet         bool
}

func newNormalize() *cobra.Command {
	var f normalizeFlags
	c := &cobra.Command{
		Use:   "normalize KIND [VALUE ...] | normalize --csv FILE --column NAME=kind",
		Short: "Normalise values, one a line, or columns of a file",
		Long: "Writes one JSON object for each VALUE, or for each line of standard input.\n" +
			"KIND is one of " + kinds + ".\n" +
			"Some kinds say more: id:vkn (tckn is meant without it), date:birth, gender:0F1M, text:upper.\n" +
			"A line that starts with { is JSON: input, and where they help hint, type, op.\n\n" +
			"With --csv it reads a table, in any encoding and dialect that tekil dedupe reads (- is\n" +
			"standard input), and writes it as CSV with the parts of the named columns added: NAME_part.\n" +
			"Rows that cannot be read are named on standard error and make it end with code 3.\n\n" +
			"--dictionary names a file of your own names, noise words and neighbourhoods, see docs/turkish.md.",
		Example: "  tekil normalize name 'Dr. Uğur ÖZMEN'\n" +
			"  echo '{\"input\":\"245 27 38\",\"hint_city\":\"Ankara\"}' | tekil normalize phone\n" +
			"  tekil normalize --csv export.csv --column 'Ad Soyad=name' --column Tel=phone --out parts.csv",
		RunE: func(c *cobra.Command, list []string) error { return f.run(c, list) },
	}
	c.Flags().StringVar(&f.csv, "csv", "", "a table to normalise columns of, - for standard input")
	c.Flags().StringArrayVar(&f.columns, "column", nil, "a column and its kind, as NAME=kind; may be given several times")
	c.Flags().StringVar(&f.out, "out", "", "file to write the table to (default: standard output)")
	c.Flags().BoolVar(&f.excel, "excel", false, "write CSV that Excel in Turkey opens well")
	c.Flags().StringVar(&f.dictionary, "dictionary", "", "your own names, noise words and neighbourhoods")
	c.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "say nothing but errors")
	return c
}

func (f *normalizeFlags) run(c *cobra.Command, list []string) error {
	options, err := f.options()
	if err != nil {
		return err
	}
	switch {
	case f.csv != "" && len(list) > 0:
		return usage(fmt.Errorf("normalize: --csv takes kinds with --column, not %q", list[0]))
	case f.csv != "":
		return f.table(c, options)
	case len(f.columns) > 0 || f.out != "" || f.excel:
		return usage(errors.New("normalize: --column, --out and --excel are for a table; name it with --csv"))
	case len(list) == 0:
		return usage(fmt.Errorf("normalize: a kind is needed: %s", kinds))
	}
	kind, err := parseKind(list[0])
	if err != nil {
		return usage(fmt.Errorf("normalize: %w", err))
	}
	in := c.InOrStdin()
	if len(list) > 1 {
		in = strings.NewReader(strings.Join(list[1:], "\n"))
	} else if file, ok := in.(*os.File); ok && isTerminal(file) && !f.quiet {
		fmt.Fprintln(c.ErrOrStderr(), "tekil: one value a line; end with Ctrl-D")
	}
	return eachLine(c.Context(), in, c.OutOrStdout(), func(r *request) (any, error) { return kind.of(r, options), nil })
}

// options reads the user's dictionary, if one is named.
func (f *normalizeFlags) options() (*normalize.Options, error) {
	if f.dictionary == "" {
		return nil, nil
	}
	d, err := normalize.LoadDictionary(f.dictionary)
	if err != nil {
		return nil, err
	}
	return &normalize.Options{Dictionary: d}, nil
}

type textAnswer struct {
	Value  string           `json:"value"`
	Status normalize.Status `json:"status"`
}

func normalizeText(r *request) any {
	v, s := normalize.TextOp(r.Op, string(r.Input), string(r.Input2))
	return textAnswer{v, s}
}

type nameAnswer struct {
	Kind        normalize.NameKind `json:"kind"`
	Titles      []string           `json:"titles"`
	Given       string             `json:"given"`
	Surname     string             `json:"surname"`
	PrevSurname string             `json:"prev_surname"`
	Gender      normalize.Gender   `json:"gender"`
	Display     string             `json:"display"`
	Key         string             `json:"key"`
	Flags       []string           `json:"flags"`
	Confidence  float64            `json:"confidence"`
}

func normalizeName(r *request) any {
	n := parseName(string(r.Input), r.Hint, r.options)
	return nameAnswer{n.Kind, list(n.Titles), n.Given, n.Surname, n.Prev, n.Gender, n.Display, n.Key, list(n.Flags), math.Round(n.Confidence*1e4) / 1e4}
}

// parseName reads a name with its hint: a declared gender, or "split" for the
// two fields given=...;surname=...
func parseName(input, hint string, o *normalize.Options) normalize.Name {
	h := hints(hint)
	if _, split := h["split"]; split {
		parts := hints(input)
		return normalize.ParseNameFields(normalize.NameFields{First: parts["given"], Last: parts["surname"], Gender: h["gender"]}, o)
	}
	return normalize.ParseName(input, normalize.NameHint{Gender: h["gender"]}, o)
}

// list makes an empty JSON list of a nil one.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

type phoneAnswer struct {
	Status normalize.Status `json:"status"`
	Flags  []string         `json:"flags"`
	Values []phoneValue     `json:"values"`
}

type phoneValue struct {
	E164   string              `json:"e164"`
	Kind   normalize.PhoneKind `json:"kind"`
	Use    string              `json:"use"`
	Ext    string              `json:"ext"`
	Region string              `json:"region"`
	Mask   string              `json:"mask"`
	Status normalize.Status    `json:"value_status"`
}

func normalizePhone(r *request) any {
	c := normalize.ParsePhones(string(r.Input), normalize.PhoneHint{City: r.HintCity, Field: r.HintField}, r.options)
	out := phoneAnswer{c.Status, list(c.Flags), []phoneValue{}}
	for _, p := range c.Values {
		out.Values = append(out.Values, phoneValue{p.E164, p.Kind, p.Use, p.Ext, p.Region, p.Mask, p.Status})
	}
	return out
}

type emailAnswer struct {
	Status normalize.Status `json:"status"`
	Flags  []string         `json:"flags"`
	Values []emailValue     `json:"values"`
}

type emailValue struct {
	Address    string           `json:"address"`
	Key        string           `json:"key"`
	Domain     string           `json:"domain"`
	Class      string           `json:"class"`
	Suggestion string           `json:"suggestion"`
	Mask       string           `json:"mask"`
	Status     normalize.Status `json:"value_status"`
}

func normalizeEmail(r *request) any {
	c := normalize.ParseEmails(string(r.Input), r.options)
	out := emailAnswer{c.Status, list(c.Flags), []emailValue{}}
	for _, e := range c.Values {
		out.Values = append(out.Values, emailValue{e.Address, e.Key, e.Domain, e.Class, e.Suggestion, e.Mask, e.Status})
	}
	return out
}

type addressAnswer struct {
	Mahalle   string           `json:"mahalle"`
	Koy       string           `json:"koy"`
	Bulvar    string           `json:"bulvar"`
	Cadde     string           `json:"cadde"`
	Sokak     string           `json:"sokak"`
	Site      string           `json:"site"`
	Blok      string           `json:"blok"`
	Bina      string           `json:"bina"`
	No        string           `json:"no"`
	Kat       string           `json:"kat"`
	Daire     string           `json:"daire"`
	Posta     string           `json:"posta"`
	Ilce      string           `json:"ilce"`
	Il        string           `json:"il"`
	Plaka     string           `json:"plaka"`
	UAVT      string           `json:"uavt"`
	Rest      string           `json:"rest"`
	Flags     []string         `json:"flags"`
	Canonical string           `json:"canonical"`
	Key       string           `json:"key"`
	Status    normalize.Status `json:"status"`
}

func normalizeAddress(r *request) any {
	a := normalize.ParseAddress(string(r.Input), normalize.AddressHint{City: r.HintCity}, r.options)
	return addressAnswer{a.Mahalle, a.Koy, a.Bulvar, a.Cadde, a.Sokak, a.Site, a.Blok, a.Bina, a.No, a.Kat, a.Daire, a.Posta,
		a.Ilce, a.Il, a.Plaka, a.UAVT, a.Rest, list(a.Flags), a.Canonical, a.Key, a.Status}
}

type idAnswer struct {
	Type       normalize.IDKind `json:"type"`
	Status     normalize.Status `json:"status"`
	Canonical  string           `json:"canonical"`
	Class      string           `json:"class"`
	Mask       string           `json:"mask"`
	Suggestion string           `json:"suggestion,omitempty"`
}

func normalizeID(r *request) any {
	id := normalize.ParseID(idKind(r.Type), string(r.Input))
	return idAnswer{id.Type, id.Status, id.Canonical, id.Class, id.Mask, id.Suggestion}
}

// idKind is the kind of identifier asked for; a national number without one.
func idKind(s string) normalize.IDKind {
	if s == "" {
		return normalize.IDTCKN
	}
	return normalize.IDKind(s)
}

type dateAnswer struct {
	Value     string           `json:"value"`
	Precision string           `json:"precision"`
	Status    normalize.Status `json:"status"`
	Flags     []string         `json:"flags"`
}

func normalizeDate(r *request) any {
	d := normalize.ParseDate(string(r.Input), dateHint(r.Hint), r.options)
	return dateAnswer{d.Date.String(), d.Precision.String(), d.Status, list(d.Flags)}
}

func dateHint(s string) normalize.DateHint {
	h := hints(s)
	return normalize.DateHint{Kind: h["kind"], Order: h["order"], Ref: h["ref"], Unit: h["unit"], Lang: h["lang"]}
}

type genderAnswer struct {
	Value  normalize.Gender `json:"value"`
	Status normalize.Status `json:"status"`
	Flags  []string         `json:"flags"`
}

func normalizeGender(r *request) any {
	g := normalize.ParseGender(string(r.Input), hints(r.Hint)["scheme"])
	return genderAnswer{g.Value, g.Status, list(g.Flags)}
}
