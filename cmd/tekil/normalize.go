package main

import (
	"fmt"
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

func newNormalize() *cobra.Command {
	var path string
	var columns []string
	c := &cobra.Command{
		Use:   "normalize KIND | normalize --csv FILE --column NAME=kind",
		Short: "Normalise values, one a line, or columns of a file",
		Long: "Reads values from standard input, one a line, and writes one JSON object a line.\n" +
			"KIND is one of " + kinds + ".\n" +
			"A line that starts with { is JSON: input, and where they help hint, type, op.\n\n" +
			"With --csv it reads a table, in any encoding and dialect that tekil dedupe reads, and\n" +
			"writes it as CSV with the parts of the named columns added: NAME_part.",
		Example: "  echo 'Dr. Uğur ÖZMEN' | tekil normalize name\n" +
			"  echo '{\"input\":\"245 27 38\",\"hint_city\":\"Ankara\"}' | tekil normalize phone\n" +
			"  tekil normalize --csv export.csv --column 'Ad Soyad=name' --column Tel=phone > parts.csv",
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			if path != "" {
				if len(list) > 0 {
					return usage(fmt.Errorf("normalize: --csv takes kinds with --column, not %q", list[0]))
				}
				parsed, err := parseColumns(columns)
				if err != nil {
					return err
				}
				return normalizeCSV(c.Context(), path, parsed, c.OutOrStdout())
			}
			if len(list) != 1 {
				return usage(fmt.Errorf("normalize: a kind is needed: %s", kinds))
			}
			f, ok := normalizers[list[0]]
			if !ok {
				return usage(fmt.Errorf("normalize: no kind %q; there are %s", list[0], kinds))
			}
			return eachLine(c.Context(), c.InOrStdin(), c.OutOrStdout(), func(r *request) (any, error) { return f(r), nil })
		},
	}
	c.Flags().StringVar(&path, "csv", "", "a table to normalise columns of")
	c.Flags().StringArrayVar(&columns, "column", nil, "a column and its kind, as NAME=kind; may be given several times")
	return c
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
	n := parseName(string(r.Input), r.Hint)
	return nameAnswer{n.Kind, list(n.Titles), n.Given, n.Surname, n.Prev, n.Gender, n.Display, n.Key, list(n.Flags), n.Confidence}
}

// parseName reads a name with its hint: a declared gender, or "split" for the
// two fields given=...;surname=...
func parseName(input, hint string) normalize.Name {
	h := hints(hint)
	if _, split := h["split"]; split {
		parts := hints(input)
		return normalize.ParseNameFields(normalize.NameFields{First: parts["given"], Last: parts["surname"], Gender: h["gender"]}, nil)
	}
	return normalize.ParseName(input, normalize.NameHint{Gender: h["gender"]}, nil)
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
	c := normalize.ParsePhones(string(r.Input), normalize.PhoneHint{City: r.HintCity, Field: r.HintField}, nil)
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
	c := normalize.ParseEmails(string(r.Input), nil)
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
	a := normalize.ParseAddress(string(r.Input), normalize.AddressHint{City: r.HintCity}, nil)
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
	d := normalize.ParseDate(string(r.Input), dateHint(r.Hint), nil)
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
	scheme, _ := strings.CutPrefix(r.Hint, "scheme=")
	g := normalize.ParseGender(string(r.Input), scheme)
	return genderAnswer{g.Value, g.Status, list(g.Flags)}
}
