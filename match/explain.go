package match

import (
	"math"
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// Explain decides about two records like [Judge.Judge] and says how: every
// comparison with its level, the two values, its weights against strangers and
// against a household, and the term frequency behind it. Values are as the
// matcher sees them (folded); identity numbers are masked.
func (j *Judge) Explain(a, b *Profile) record.Verdict {
	var pat Pattern
	var sh shares
	j.c.compare(a, b, &pat, &sh)
	r := j.decide(a, b, &pat, &sh)
	v := record.Verdict{
		Decision: r.Decision, Assurance: r.Assurance, Link: r.Link, Weight: r.Weight,
		Rule: r.Rule(), Guards: r.Guards(),
	}
	for i := range j.model.Weights {
		switch {
		case pat[i] != Missing:
			e := j.evidence(Comparison(i), a, b, pat[i], sh[i])
			e.Household -= j.model.kinship(Comparison(i), &pat, sh[Gender])
			v.Evidence = append(v.Evidence, e)
		case Comparison(i) == Gender && (sh[i] != 0 || a.Gender != 0 && a.Gender == b.Gender): // the name says so already
			v.Evidence = append(v.Evidence, record.Evidence{Name: j.model.Weights[i].Name, Level: "equal", A: a.show(Gender), B: b.show(Gender), Household: -sh[i]})
		case sh[i] != 0:
			v.Evidence = append(v.Evidence, record.Evidence{Name: j.model.Weights[i].Name, Level: oneSided(Comparison(i), sh[i]),
				A: a.show(Comparison(i)), B: b.show(Comparison(i)), Household: -sh[i]})
		}
	}
	if c := j.model.calibration(&pat); c != 0 {
		v.Evidence = append(v.Evidence, record.Evidence{Name: "calibration", Level: groundNames[groundOf(&pat)], Weight: c, Household: c})
	}
	return v
}

// oneSided names what the value of one side says of a household by itself.
func oneSided(c Comparison, share int32) string {
	switch {
	case c == Birth:
		return "child"
	case share < 0:
		return "no_namesake"
	}
	return "namesake"
}

func (j *Judge) evidence(c Comparison, a, b *Profile, l Level, share int32) record.Evidence {
	w := &j.model.Weights[c].Levels[l]
	e := record.Evidence{
		Name: j.model.Weights[c].Name, Level: w.Name, A: a.show(c), B: b.show(c),
		Weight: w.Same - w.Strangers, Household: w.Same - w.Household,
	}
	if w.Frequency {
		e.Weight -= share
		e.Frequency = math.Exp2(float64(share+w.Strangers) / 1000)
	}
	return e
}

// Alternatives splits a verdict's weight: the prior odds of one person, and what
// the household weighs beside strangers as the other explanation.
func (j *Judge) Alternatives(a, b *Profile) (prior, againstStrangers, againstHousehold int32) {
	var pat Pattern
	var sh shares
	j.c.compare(a, b, &pat, &sh)
	same, household, strangers := j.model.sums(&pat, &sh)
	same += j.model.calibration(&pat)
	return j.model.Same, j.model.Same + same - strangers, j.model.Same + same - household - j.model.Household
}

// show is the value of a comparison as an explanation prints it. Values that
// are kept only as hashes (mailboxes, addresses, documents) print as nothing:
// the caller has the record.
func (p *Profile) show(c Comparison) string {
	switch c {
	case Given:
		return p.Given.text()
	case Surname:
		return p.Surname.text()
	case Birth:
		if p.Birth.Year == 0 && p.MailYear != 0 {
			return "mailbox of " + strconv.Itoa(int(p.MailYear))
		}
		return p.Birth.String()
	case NationalID:
		return MaskNumber(p.National.Text)
	case Gender:
		if p.Gender != 0 {
			return string(rune(p.Gender))
		}
	case BirthPlace:
		return p.BirthPlace.text()
	case Mother:
		return p.Mother.text()
	case Father:
		return p.Father.text()
	case CompanyName:
		return p.Company.text()
	case Mobile:
		return showLines(p.Lines)
	}
	if i := int(c - builtins); c >= builtins && i < len(p.User) {
		return p.User[i].Name.text()
	}
	return ""
}

func (n *Name) text() string {
	if n == nil {
		return ""
	}
	return n.Text
}

func showLines(lines []Contact) string {
	var out []string
	for i := range lines {
		if lines[i].Reach == Personal {
			out = append(out, "+"+strconv.FormatUint(lines[i].Value, 10))
		}
	}
	return strings.Join(out, ";")
}

// MaskNumber hides the middle of an identity number: 12*******34.
func MaskNumber(s string) string {
	if len(s) < 5 {
		return strings.Repeat("*", len(s))
	}
	return s[:2] + strings.Repeat("*", len(s)-4) + s[len(s)-2:]
}
