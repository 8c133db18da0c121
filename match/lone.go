package match

import (
	"fmt"
	"math"
	"strconv"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Context states, for two records compared with nothing around them, what a
// file would have told. The zero Context states nothing: every value stands on
// the names of the two records alone, and the nation says how frequent a name is.
type Context struct {
	Frequency  string // of the name: "common", "rare" or ""
	LineNames  int    // different names on the shared line
	MailNames  int    // different names on the shared mailbox
	DoorNames  int    // different names behind the shared door
	EmailClass string // class of the shared mailbox, see the normalize.Email constants
}

// ParseContext reads a context from the keys of contract.md: freq, phone_deg,
// email_deg, addr_deg, email_class. Other keys state what the records say
// themselves and are ignored.
func ParseContext(kv map[string]string) (Context, error) {
	c := Context{Frequency: kv["freq"], EmailClass: kv["email_class"]}
	if c.Frequency != "" && c.Frequency != "common" && c.Frequency != "rare" {
		return Context{}, fmt.Errorf("match: context freq %q is neither common nor rare", c.Frequency)
	}
	for key, dst := range map[string]*int{"phone_deg": &c.LineNames, "email_deg": &c.MailNames, "addr_deg": &c.DoorNames} {
		if kv[key] == "" {
			continue
		}
		n, err := strconv.Atoi(kv[key])
		if err != nil || n < 0 {
			return Context{}, fmt.Errorf("match: context %s %q is no count", key, kv[key])
		}
		*dst = n
	}
	return c, nil
}

// Alone decides about two records with nothing around them: the population is
// the nation (see [Nation]), and the rules decide by themselves.
func Alone(m *Model, a, b *record.Record, c Context) record.Verdict {
	build := NewBuilder(NewInterner(m.Options(), m), m)
	var p [2]*Profile
	records := [2]*record.Record{a, b}
	features := [2]*normalize.Features{normalize.NewFeatures(a, m.Options()), normalize.NewFeatures(b, m.Options())}
	bareCompany(&features[0].Name, &features[1].Name)
	bareCompany(&features[1].Name, &features[0].Name)
	for i, r := range records {
		p[i] = build.Profile(r, features[i])
	}
	lines, mails, doors := together(p, c)
	for _, p := range p {
		for i := range p.Lines {
			p.Lines[i].Degree = DegreeStep(lines, m.Limits.HubContact)
		}
		for i := range p.Mails {
			p.Mails[i].Degree = DegreeStep(mails, m.Limits.HubContact)
			switch c.EmailClass {
			case "role", "shared":
				p.Mails[i].Reach = Organisation
			case "household", "family":
				p.Mails[i].Reach = Family
			}
		}
		for i := range p.Doors {
			p.Doors[i].Degree = DegreeStep(doors, m.Limits.HubDoor)
		}
		switch c.Frequency {
		case "rare":
			p.Bearers = 0
		case "common":
			p.Bearers = math.MaxFloat32
		}
	}
	return NewLoneJudge(m).Explain(p[0], p[1])
}

// bareCompany reads name as a company's where it is no known person's and the
// other record has it with a legal form: Makrobil beside Makrobil Ltd. Şti.
func bareCompany(name, company *normalize.Name) {
	if name.Kind == normalize.KindPerson && company.Kind == normalize.KindCompany &&
		name.HasFlag("not_in_dictionary") && normalize.FoldEqual(name.Display, company.Core) {
		*name = normalize.Name{Kind: normalize.KindCompany, Display: company.Core, Core: company.Core, Key: company.Core + "|", Confidence: 1}
	}
}

// together counts the names of two records on what they share, where the
// context does not state more.
func together(p [2]*Profile, c Context) (lines, mails, doors int) {
	n := 1
	if p[0].NameKey() != p[1].NameKey() {
		n = 2
	}
	return max(n, c.LineNames), max(n, c.MailNames), max(n, c.DoorNames)
}
