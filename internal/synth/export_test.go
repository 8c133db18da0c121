package synth

// The one door through which tests look inside.

// Numbers hands out identity numbers and lines as a run does.
type Numbers struct{ ns *numbers }

func NewNumbers(seed uint64) Numbers { return Numbers{newNumbers(seed)} }

func (n Numbers) National(page uint64, i int) string { return n.ns.national(register(page), i) }
func (n Numbers) Foreign() string                    { return n.ns.foreign() }
func (n Numbers) Tax() string                        { return n.ns.tax() }
func (n Numbers) Mobile() string                     { return n.ns.mobile() }
func (n Numbers) Landline(code int) string           { return n.ns.landline(code) }

// UnusedMails hands out mailboxes to as many people as want one of these names, as a run does.
func UnusedMails(domain string, locals ...string) []string {
	w, r := newRun(Config{Setting: "default"}), newRandom(0, 0)
	mails := make([]string, len(locals))
	for i, local := range locals {
		mails[i] = w.unusedMail(r, local, domain)
	}
	return mails
}
