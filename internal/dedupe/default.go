package dedupe

import (
	"fmt"
	"strings"

	"github.com/tekil-id/tekil/internal/distance"
	"github.com/tekil-id/tekil/match"
)

// DefaultConfig returns a tekil.yaml with every setting at its default and what
// it means. Reading it gives the default configuration.
func DefaultConfig() string {
	l, t := match.DefaultLimits(), match.Shipped("tr", 1).Thresholds
	return fmt.Sprintf(defaultConfig, strings.Join(match.Comparators, ", "), strings.Join(distance.MetricNames(), ", "),
		l.HubContact, l.HubDoor, l.Rare, l.RecycledYears, l.Cap, l.Component, float64(l.Margin)/1000, float64(l.Against)/1000,
		float64(t.Same)/1000, float64(t.Carry)/1000, float64(t.Least)/1000, t.Error, float64(t.Review)/1000, t.Assurance)
}

const defaultConfig = `# tekil.yaml: every setting with its default. Keep the lines that you change.

# Language of the data: tr, or another BCP 47 code. Outside Turkish the rules that
# only hold for Turkish (name tables, gazetteer, numbering plan) are off.
locale: tr

# How many people the customers are drawn from; 0: as many as there are records.
# It tells how likely a namesake with the same birth date is.
population: 0

# Which column is which field, where headers do not say it. A column is named by
# its header or its number; "ignore" leaves it out; any name that tekil does not
# know makes a field of your own, which passes through to golden.csv.
mapping:
#  columns:
#    Adı Soyadı: full_name
#    "7": mobile
#    Şifre: ignore
#  header: true       # the first row holds names; left out: find out
#  exact: false       # a column named here that a file lacks is an error
#  no_content: false  # do not guess fields from values
#  encoding: cp857    # utf-8, utf-16le, utf-16be, windows-1254, iso-8859-9 or cp857; left out: find out

# Fields of your own that take part in matching.
fields: []
#  - name: member_card
#    comparator: exact       # %s
#    metric: jaro_winkler    # of text: %s
#    block: true             # records with an equal value are compared

# What is known of your sources: values of one with more trust survive where a
# rule asks for it, and two records of a unique one never join.
sources: {}
#  crm: {trust: 3, unique: true}
#  callcentre: {trust: 1}

# Which value of a field survives into the golden record: strategies in the order
# in which they are asked, before the field's own defaults. There are
# validated_first, most_trusted, most_frequent, most_recent, least_recent,
# most_complete and best_spelled. A name is ruled as full_name, an address as
# address.
survivorship:
#  trust: [crm, web]         # in place of the trust of the sources
#  fields:
#    email: most_recent
#    address: {strategy: [most_trusted, most_recent], trust: [erp]}

limits:
  hub_contact: %d      # different names on a line or mailbox that make it no evidence
  hub_door: %d        # different names behind a door
  rare: %g             # expected bearers in the nation below which a name is rare
  recycled_years: %d  # a line seen this far apart may have a new owner
  cap: %d             # records of a key that make pairs; beyond it, its records are told apart first
  component: %d      # records that hang together and are all compared
  margin: %g         # bits by which one of two rivals must win a record that fits both
  against: %g          # average bits at or below which two groups do not join

thresholds:
  same: %g             # bits for an automatic join, where a rule permits it
  carry: %g              # bits that join at level D what rules would leave to a steward (R31)
  least: %g              # bits below which fitting does not lower same; left out: what same says, where the file has it
  error: %g          # share of wrong joins that fitting moves same and carry for; 0: it moves nothing
  review: %g          # bits for a place in the review list
  assurance: %s        # weakest assurance of an automatic join: A, B, C or D

# Your own words, beside those that tekil ships.
dictionary:
  given_names: {}      # Zühtücan: M     (M, F or U for both)
  surnames: []
  name_variants: {}    # Memo: Mehmet
  noise_words: []      # words that stand in a name field and name nobody
  neighbourhoods: []   # il/ilçe/mahalle
  role_mailboxes: []   # local parts of shared mailboxes, such as satis

# What findings look for.
quality:
  mandatory: []        # fields every record must have, "a|b" for one of several; empty: a name and a contact
  stale_years: 5       # years without a sign of life that make a record stale; negative: never
  ignore: []           # rules that make no findings

# When findings are worth an alert, in the report and in run.json; [] for never. Left
# out: errors in 5 %% of a source's records, genders that contradict the name in 1 %%,
# and errors that grew by half since the run whose store is replaced.
#alerts:
#  - {rule: fake_phone, source: crm, field: mobile, share: 0.02, count: 10, rise: 0.5}
`
