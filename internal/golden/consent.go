package golden

import (
	"strings"

	"github.com/tekil-id/tekil/normalize"
)

// Permission is what somebody said about being written to or called.
type Permission uint8

// The permissions, the strictest highest: merging takes the highest.
const (
	Silent  Permission = iota // the record does not say
	Granted                   // ONAY
	Unasked                   // the record says that there is none
	Refused                   // RET
)

// Channel is a way to reach somebody (İYS: ARAMA, MESAJ, EPOSTA).
type Channel uint8

// The channels.
const (
	Call Channel = iota
	Message
	Mail
	channels
)

var channelNames = [...]string{"ARAMA", "MESAJ", "EPOSTA"}

// Consent holds a [Permission] for every channel, apart for the person (İYS:
// BIREYSEL) and for the merchant (TACIR), which never mix (turkish.md section 8).
// The zero Consent says nothing. Consents are comparable.
type Consent uint16

const allSlots = Consent(0x555) // the lower bit of all six slots

func slot(merchant bool, ch Channel) uint {
	s := 2 * uint(ch)
	if merchant {
		s += 2 * uint(channels)
	}
	return s
}

// Of returns the permission for a channel of the person or of the merchant.
func (c Consent) Of(merchant bool, ch Channel) Permission {
	return Permission(c>>slot(merchant, ch)) & 3
}

func (c Consent) with(merchant bool, ch Channel, p Permission) Consent {
	s := slot(merchant, ch)
	return c&^(3<<s) | Consent(p)<<s
}

// Strictest takes the stricter permission of each channel. A silent side adds
// nothing: this is for two statements about one telephone or mailbox.
func (c Consent) Strictest(d Consent) Consent {
	if c == d || d == 0 {
		return c
	}
	for _, merchant := range [...]bool{false, true} {
		for ch := range channels {
			c = c.with(merchant, ch, max(c.Of(merchant, ch), d.Of(merchant, ch)))
		}
	}
	return c
}

// unspoken turns silence into Unasked wherever c speaks of the same party.
func (c Consent) unspoken(spoken Consent) Consent {
	for _, merchant := range [...]bool{false, true} {
		for ch := range channels {
			if spoken.Of(merchant, ch) != Silent && c.Of(merchant, ch) == Silent {
				c = c.with(merchant, ch, Unasked)
			}
		}
	}
	return c
}

// String returns "ONAY" or "RET" where all channels agree, else the channels
// that are granted or refused: "ARAMA=RET; MESAJ=ONAY". What a merchant said
// follows behind "TACIR ". Silence and Unasked show as nothing.
func (c Consent) String() string {
	person, merchant := c.party(false), c.party(true)
	switch {
	case merchant == "":
		return person
	case person == "":
		return "TACIR " + merchant
	}
	return person + "; TACIR " + merchant
}

func (c Consent) party(merchant bool) string {
	a := c.Of(merchant, Call)
	if a == c.Of(merchant, Message) && a == c.Of(merchant, Mail) {
		return a.word()
	}
	var b strings.Builder
	for ch := range channels {
		w := c.Of(merchant, ch).word()
		if w == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		b.WriteString(channelNames[ch] + "=" + w)
	}
	return b.String()
}

func (p Permission) word() string {
	switch p {
	case Granted:
		return "ONAY"
	case Refused:
		return "RET"
	}
	return ""
}

// permissionWords are folded words. What is not in the list grants nothing.
var permissionWords = map[string]Permission{
	"onay": Granted, "onayli": Granted, "onaylandi": Granted, "onayladi": Granted, "evet": Granted, "e": Granted, "yes": Granted, "y": Granted,
	"true": Granted, "t": Granted, "1": Granted, "var": Granted, "izinli": Granted, "verildi": Granted, "verdi": Granted, "kabul": Granted,
	"aktif": Granted, "granted": Granted, "approved": Granted, "optin": Granted, "in": Granted, "subscribed": Granted,
	"ret": Refused, "red": Refused, "reddetti": Refused, "reddedildi": Refused, "hayir": Refused, "h": Refused, "no": Refused, "n": Refused,
	"false": Refused, "f": Refused, "0": Refused, "izinsiz": Refused, "vermedi": Refused, "istemiyor": Refused, "istemiyorum": Refused, "iptal": Refused,
	"kapali": Refused, "pasif": Refused, "denied": Refused, "refused": Refused, "optout": Refused, "out": Refused, "unsubscribed": Refused,
	"yasak": Refused, "aranmasin": Refused, "etmiyorum": Refused, "etmiyor": Refused, "geri": Refused, "withdrawn": Refused, "aramayin": Refused, "degil": Refused,
	"yok": Unasked, "bilinmiyor": Unasked, "belirsiz": Unasked, "sorulmadi": Unasked, "verilmedi": Unasked, "alinmadi": Unasked, "unknown": Unasked, "none": Unasked,
	"bekliyor": Unasked, "beklemede": Unasked, "pending": Unasked,
}

var channelWords = map[string]Channel{
	"arama": Call, "ara": Call, "call": Call, "telefon": Call, "tel": Call, "phone": Call, "ses": Call,
	"sms": Message, "mesaj": Message, "message": Message, "kisa": Message, "mms": Message, "whatsapp": Message,
	"eposta": Mail, "posta": Mail, "email": Mail, "mail": Mail, "eleti": Mail,
}

// ParseConsent reads a consent column: a word for yes or no in Turkish or
// English, or such words beside channels, "SMS: ONAY; E-posta: RET". What a
// company record says is said as a merchant unless the text says BIREYSEL.
// Text that is not understood grants nothing.
func ParseConsent(s string, merchant bool) Consent {
	switch s {
	case "":
		return 0
	case "ONAY", "E", "1", "Evet", "true":
		return all(merchant, Granted)
	case "RET", "H", "0", "Hayır", "false":
		return all(merchant, Refused)
	}
	var c Consent
	p := consentParser{merchant: merchant}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(",;|\n/", r) }) {
		c = p.part(c, normalize.Fold(part))
	}
	if p.open() { // channels without a word, or words that say nothing we know
		c = p.apply(c, Unasked)
	}
	return c
}

// consentParser holds the channels that still wait for their yes or no.
type consentParser struct {
	merchant bool
	channels [channels]bool
	heard    bool
}

func (p *consentParser) open() bool { return !p.heard || p.channels != [channels]bool{} }

func (p *consentParser) part(c Consent, folded string) Consent {
	said := Silent
	for w := range strings.FieldsSeq(folded) {
		switch w {
		case "tacir":
			p.merchant = true
			continue
		case "bireysel":
			p.merchant = false
			continue
		}
		if ch, ok := channelWords[w]; ok {
			p.channels[ch] = true
		}
		said = max(said, permissionWords[w])
	}
	// The e of "e posta" is half of a channel and not a yes.
	if said == Granted && p.channels[Mail] && strings.Contains(folded, "e posta") && !anotherYes(folded) {
		said = Silent
	}
	if said == Silent {
		return c
	}
	return p.apply(c, said)
}

func anotherYes(folded string) bool {
	for w := range strings.FieldsSeq(strings.Replace(folded, "e posta", "", 1)) {
		if permissionWords[w] == Granted {
			return true
		}
	}
	return false
}

// apply says v for the waiting channels, or for all where none is named.
func (p *consentParser) apply(c Consent, v Permission) Consent {
	if p.channels == [channels]bool{} {
		c = c.Strictest(all(p.merchant, v))
	}
	for ch, named := range p.channels {
		if named {
			c = c.with(p.merchant, Channel(ch), max(v, c.Of(p.merchant, Channel(ch))))
		}
	}
	p.channels, p.heard = [channels]bool{}, true
	return c
}

func all(merchant bool, p Permission) Consent {
	c := allSlots & 0x3f * Consent(p)
	if merchant {
		c <<= 2 * uint(channels)
	}
	return c
}
