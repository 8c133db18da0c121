package normalize

import "strings"

// freeDomains are public mailbox providers (facts email_classes, and the further
// country domains of the same providers).
var freeDomains = wordSet("e-kolay.net gmail.com gmx.de gmx.net gmx.com gmx.at gmx.ch googlemail.com hotmail.com hotmail.com.tr icloud.com live.com mac.com mail.ru me.com msn.com " +
	"mynet.com outlook.com outlook.com.tr protonmail.com proton.me pm.me superonline.com ttmail.com ttnet.net.tr turk.net web.de windowslive.com " +
	"yahoo.com yahoo.com.tr yandex.com yandex.com.tr yandex.ru ya.ru ymail.com rocketmail.com mail.com email.com aol.com inbox.ru bk.ru list.ru rambler.ru " +
	"zoho.com tutanota.com freenet.de t-online.de arcor.de libero.it orange.fr free.fr wanadoo.fr laposte.net hushmail.com hotmail.de hotmail.fr hotmail.it hotmail.es hotmail.nl " +
	"hotmail.be hotmail.se hotmail.co.uk hotmail.at hotmail.ch outlook.de outlook.fr outlook.es outlook.it outlook.at outlook.nl outlook.sa live.de live.fr live.nl live.be live.it live.se " +
	"live.co.uk live.at yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.nl yahoo.co.uk yahoo.gr yahoo.ca yahoo.in yahoo.co.jp kablonet.com.tr vodafone.net.tr isnet.net.tr doruk.net.tr ixir.com " +
	"mynet.com.tr superposta.com ekolay.net yaani.com")

func freeProvider(domain string) bool { return freeDomains[domain] }

// typoDomains are slips that are no single edit (facts email_typo_domains) or
// that look like a domain of another kind.
var typoDomains = map[string]string{
	"gmail.com.tr": "gmail.com", "g.mail.com": "gmail.com", "hotmail.co": "hotmail.com", "hotmail.cm": "hotmail.com",
	"gmail.co": "gmail.com", "gmail.cm": "gmail.com", "hotmial.com": "hotmail.com", "hot.mail.com": "hotmail.com",
	"gmaill.com": "gmail.com", "gimail.com": "gmail.com", "gmali.com": "gmail.com", "glail.com": "gmail.com", "hotmaill.com": "hotmail.com",
	"hotmamil.com": "hotmail.com", "homtail.com": "hotmail.com", "hitmail.com": "hotmail.com", "icloud.com.tr": "icloud.com",
	"gmsil.com": "gmail.com", "gmeil.com": "gmail.com", "hotmeil.com": "hotmail.com", "yahho.com": "yahoo.com", "windowslivecom": "windowslive.com",
}

// realDomains are close to a big provider, and are none of its misspellings.
var realDomains = wordSet("mail.com email.com ymail.com cloud.com gmail.de yahoo.net gala.com email.com.tr mail.com.tr fmail.com zmail.com hmail.com jmail.com tmail.com umail.com " +
	"smail.com kmail.com vmail.com xmail.com wmail.com yoho.com ynet.com maynet.com mynet.net mynet.org yandex.net yandex.org outlook.net icloud.net")

// providerLabels are the names that are long enough to tell a slip from another
// name, each with the endings that exist.
var providerLabels = map[string]string{
	"gmail": "com", "googlemail": "com", "hotmail": "com com.tr", "outlook": "com com.tr", "yahoo": "com com.tr", "icloud": "com", "windowslive": "com",
	"yandex": "com com.tr ru kz by ua", "mynet": "com com.tr", "superonline": "com net", "protonmail": "com ch",
}

// providerOrder fixes which provider a slip near two of them means.
var providerOrder = []string{"gmail", "hotmail", "outlook", "yahoo", "icloud", "yandex", "mynet", "windowslive", "superonline", "protonmail", "googlemail"}

// providerDomains are the two domains under which a provider's name is meant.
var providerDomains = func() map[string]struct{ com, comTR string } {
	m := make(map[string]struct{ com, comTR string })
	for _, p := range providerOrder {
		m[p] = struct{ com, comTR string }{p + ".com", p + ".com.tr"}
	}
	return m
}()

// wrongEndings are top-level domains that are typed for com and either do not
// exist or are not the provider's.
var wrongEndings = wordSet("con cm co om comm coom ccom vom xom cim cpm cok cam cem cmo ocm como coml comk come cop conm cno net org tr comtr com.com con.tr c0m kom col cxom cpom bom dom " +
	"com.tr com.t con.t comt com.r com.tr.com co.tr cm.tr")

// deadEndings are endings that no domain has, and what was meant.
var deadEndings = map[string]string{
	"con": "com", "comm": "com", "cmo": "com", "vom": "com", "xom": "com", "coom": "com", "ccom": "com", "ocm": "com", "c0m": "com", "cpm": "com", "comtr": "com.tr",
	"con.tr": "com.tr", "comm.tr": "com.tr", "cm.tr": "com.tr", "co.tr": "com.tr", "vom.tr": "com.tr", "com.trr": "com.tr", "com.ttr": "com.tr", "com.rt": "com.tr", "com.t": "com.tr",
	"nett": "net", "ogr": "org", "orgg": "org", "edu.trr": "edu.tr",
}

// suggestDomain returns the domain that was probably meant, "" where the one
// written stands.
func suggestDomain(domain string) string {
	if mailboxDomains[domain]&(boxDomainFree|boxDomainReal) != 0 {
		return ""
	}
	if d := typoDomains[domain]; d != "" {
		return d
	}
	label, ending, _ := strings.Cut(domain, ".")
	if endings := providerLabels[label]; endings != "" {
		return wrongEnding(label, ending, endings)
	}
	if ending == "com" || ending == "com.tr" || wrongEndings[ending] && ending != "net" && ending != "org" && ending != "tr" && ending != "co" {
		if p := nearProvider(label); p != "" {
			if ending == "com.tr" && strings.Contains(providerLabels[p], "com.tr") {
				return providerDomains[p].comTR
			}
			return providerDomains[p].com
		}
		if ending == "com" || ending == "com.tr" { // most domains: nothing is wrong with these
			return ""
		}
	}
	if strings.Count(domain, ".") > 1 && len(domain) < 20 { // g.mail.com, hot.mail.com
		if d := providerWithoutDot(strings.ReplaceAll(domain, ".", "")); d != "" && strings.HasSuffix(d, strings.TrimPrefix(domain[strings.LastIndexByte(domain, '.'):], ".")) {
			return d
		}
	}
	if d := deadEndings[ending]; d != "" {
		return label + "." + d
	}
	if i := strings.LastIndexByte(ending, '.'); i > 0 {
		if d := deadEndings[ending[i+1:]]; d != "" {
			return label + "." + ending[:i+1] + d
		}
	}
	return ""
}

// wrongEnding judges what stands behind the right name of a provider.
func wrongEnding(label, ending, endings string) string {
	for e := range strings.FieldsSeq(endings) {
		if ending == e {
			return ""
		}
	}
	if strings.Contains(endings, "com.tr") && len(ending) > 4 && ending != "com.com" && (oneEdit(ending, "com.tr") || ending == "con.t") {
		return providerDomains[label].comTR
	}
	if wrongEndings[ending] || oneEdit(ending, "com") || strings.HasPrefix(ending, "com.") {
		return providerDomains[label].com
	}
	return ""
}

// nearProvider finds the provider one slip away.
func nearProvider(label string) string {
	if len(label) < 4 || strings.HasSuffix(label, "-") {
		return ""
	}
	for _, p := range providerOrder {
		if oneEdit(label, p) && !(len(label) == 4 && p != "gmail" && p != "yahoo" && p != "mynet") {
			return p
		}
	}
	return ""
}

// providerWithoutDot reads "hotmail", "gmailcom" and "hotmailcomtr".
func providerWithoutDot(domain string) string {
	for _, p := range providerOrder {
		rest, ok := strings.CutPrefix(domain, p)
		switch {
		case !ok:
		case rest == "comtr" && strings.Contains(providerLabels[p], "com.tr"):
			return providerDomains[p].comTR
		case rest == "" || rest == "com" || rest == "con" || rest == "comtr" || rest == "-com":
			return providerDomains[p].com
		}
	}
	if strings.IndexByte(domain, '.') < 0 {
		if p := nearProvider(strings.TrimSuffix(domain, "com")); p != "" {
			return providerDomains[p].com
		}
	}
	return ""
}

// Kinds of mailbox and domain words, as bits.
const (
	boxWordNoReply = 1 << iota
	boxWordRole
	boxWordStrongFake
	boxWordWeakFake
	boxWordMan
	boxWordWoman
	boxWordFamily
	boxWordHub
	boxWordAnd

	boxDomainFree = 1 << iota
	boxDomainReal // looks like a provider's, and is none
	boxDomainFake
)

// mailboxWords and mailboxDomains hold every word and domain once, so that one look-up
// answers all questions.
var (
	mailboxWords = func() map[string]uint16 {
		return mergeWords(map[uint16]map[string]bool{boxWordNoReply: noReplyWords, boxWordRole: roleWords, boxWordStrongFake: strongFakes, boxWordWeakFake: weakFakes,
			boxWordMan: coupleMen, boxWordWoman: coupleWomen, boxWordFamily: familyWords, boxWordHub: hubWords, boxWordAnd: {"ve": true, "and": true}})
	}()
	mailboxDomains = func() map[string]uint16 {
		return mergeWords(map[uint16]map[string]bool{boxDomainFree: freeDomains, boxDomainReal: realDomains, boxDomainFake: fakeDomains})
	}()
)

func mergeWords(sets map[uint16]map[string]bool) map[string]uint16 {
	m := map[string]uint16{}
	for bit, words := range sets {
		for w := range words {
			m[w] |= bit
		}
	}
	return m
}

// mailbox says whose mailbox a lower-case address is, and which domain was
// probably meant, if another one was.
func mailbox(local, domain string, o *Options) (class, meant string) {
	var buf [64]byte
	word := mailboxWord(local, &buf)
	whole, bare, at := mailboxWords[local], mailboxWords[string(word)], mailboxDomains[domain]
	kep := strings.HasSuffix(domain, ".kep.tr") || domain == "kep.tr"
	if !kep && fakeMailbox(local, word, domain, whole, bare, at) {
		return EmailFake, ""
	}
	if at == 0 {
		if meant = suggestDomain(domain); meant != "" {
			return "", meant
		}
	}
	switch {
	case kep:
		return EmailKEP, ""
	case bare&boxWordNoReply != 0:
		return EmailNoReply, ""
	case (whole|bare)&boxWordRole != 0 || o.roleMailbox(local, word):
		return EmailRole, ""
	}
	switch class = sharedMailbox(local); {
	case class != "":
		return class, ""
	case at&boxDomainFree != 0:
		return EmailPersonalFree, ""
	}
	return EmailPersonalOrg, ""
}

// mailboxWord is a mailbox without a final number and, where it is long enough to
// be a word, without dots and dashes: "info2" and "no-reply" are the words info
// and noreply. The result lies in buf.
func mailboxWord(local string, buf *[64]byte) []byte {
	end := len(local)
	if i := strings.IndexByte(local, '+'); i > 0 {
		end = i
	}
	for end > 1 && isDigit(local[end-1]) {
		end--
	}
	b := buf[:0]
	for i := range end {
		if c := local[i]; c != '.' && c != '-' && c != '_' {
			b = append(b, c)
		}
	}
	if len(b) < 6 { // i.k@ are initials, not the personnel office
		return append(buf[:0], local[:end]...)
	}
	return b
}

func (o *Options) roleMailbox(local string, word []byte) bool {
	if o == nil || o.Dictionary == nil {
		return false
	}
	for _, r := range o.Dictionary.RoleMailboxes {
		if strings.EqualFold(r, local) || strings.EqualFold(r, string(word)) {
			return true
		}
	}
	return false
}

var (
	noReplyWords = wordSet("noreply donotreply noreplay nonreply mailerdaemon yanitlama yanitlamayin yanitlamayiniz cevaplama cevaplamayiniz bounce bounces autoreply otomatik")
	roleWords    = wordSet("admin basin bilgi contact destek efatura earsiv fatura finans hr ik iletisim info insankaynaklari kurumsal kvkk mail muhasebe musterihizmetleri " +
		"office ofis pazarlama postmaster sales santral satinalma satis sekreter servis siparis support teknik webmaster yonetim " +
		"administrator yonetici bilgiislem bt it reklam proje projeler uretim kalite lojistik depo ithalat ihracat export import finance accounting muhasebesi sekreterlik sekretarya " +
		"resepsiyon reception rezervasyon reservation booking kayit ogrenciisleri hukuk halklailiskiler press medya media marketing career kariyer jobs basvuru talep sikayet oneri " +
		"order orders shop magaza danisma merkez sube genel hello merhaba team ekip abuse hostmaster security billing help helpdesk service contactus enquiries iys dpo kvk musteri " +
		"teknikservis teknikdestek satisdestek satisvepazarlama dispatch operasyon operation operations sevkiyat planlama arge egitim idari idariisler personel bordro " +
		"eposta email e-posta postaci genelmudurluk yazi yaziisleri evrak ihale teklif tedarik banka kasa tahsilat odeme payment invoice cagrimerkezi callcenter crm web site hosting domain root")
	strongFakes = wordSet("test testtest deneme denemedeneme yok yoktur yokyok yokki mailyok mailiyok maili yokmail emailyok epostayok emaili eposta.yok bilinmiyor bilmiyor bilinmeyen asd asdf asdfg asdasd asdfgh asdfasdf qwe qwerty " +
		"qweqwe qwert xyz xxx xxxx zzz aaa bbb noname none noemail nomail null na isimsiz fake sahte gecersiz belirtilmemis belirtilmedi adsoyad isimsoyisim isimsoyad adisoyadi adsoyadi " +
		"hicbiri istemiyor vermedi vermiyor vermekistemiyor mailvermedi mailadresiyok kullanmiyor yokk olmayan bos dummy nobody unknown undefined example noreal abcabc")
	weakFakes = wordSet("musteri email mail eposta abc abcd abcde ornek sample ad soyad isim isimler user kullanici name kisi vatandas kimse firma sirket domain site " +
		"a b c d e x y z xx yy zz aa bb q w s ali veli aliveli deneme1 info test1 mymail mailim mailadresi adres kullaniciadi username")
	fakeDomains = wordSet("admin.com yok.com yok.com.tr yok.net yoktur.com mailyok.com emailyok.com test.com test.com.tr test.test deneme.com deneme.com.tr asd.com asdf.com qwe.com xxx.com aaa.com " +
		"asdasd.com misafir.com noemail.com nomail.com none.com bilinmiyor.com bos.com null.com noname.com mail.yok yok.yok fake.com sahte.com gecersiz.com noreal.com abcd.com example.invalid")
)

// fakeMailbox recognises what is typed to get past a mandatory field. A word
// such as "deneme" within a longer name (deneme.kaya) is a name. whole, bare and
// at are the words' and the domain's bits.
func fakeMailbox(local string, word []byte, domain string, whole, bare, at uint16) bool {
	label, ending, _ := strings.Cut(domain, ".")
	weak := whole&boxWordWeakFake != 0
	switch {
	case whole&boxWordStrongFake != 0 || len(word) > 3 && bare&boxWordStrongFake != 0:
		return true
	case at&boxDomainFake != 0 || ending == "yok":
		return true
	case len(local) > 2 && repeated(local), len(local) == 1 && len(label) == 1:
		return true
	case local == label || string(word) == label:
		return len(label) <= 2 || mailboxWords[label]&boxWordWeakFake != 0 || repeated(label) || isDigits(label)
	case !weak && len(local) > 1:
		return false
	case label == "example" || label == "ornek" || label == "domain":
		return weak && len(local) > 1 && !plausibleMailbox[local]
	}
	return at&boxDomainFree != 0 && (len(local) == 1 || !plausibleMailbox[local])
}

// plausibleMailbox are weak words that are somebody's name or a real mailbox.
var plausibleMailbox = wordSet("ali veli info")

// Given names of one sex that are no surnames: two of both sexes in one mailbox
// are a couple. Compounds (mehmet.ali) are of one sex.
var (
	coupleMen = wordSet("mehmet mustafa ahmet yusuf murat ibrahim huseyin omer hasan furkan ismail fatih ramazan enes muhammed abdullah osman emirhan gokhan hakan yasin serkan " +
		"kadir adem halil suleyman muhammet emrah mahmut samet yunus recep salih ferhat sinan harun serhat kerem yakup batuhan musa oguzhan kemal mesut abdulkadir alperen sedat semih volkan erhan " +
		"kenan okan cihan bekir faruk caner tolga vedat soner ridvan ersin abdurrahman metehan burhan bunyamin arif sercan aykut zafer cemal nurullah taner ozan onur burak ekrem ilyas muharrem bulent orhan ali veli hamza")
	coupleWomen = wordSet("zeynep fatma elif ayse merve emine hatice busra esra zehra ozlem meryem irem kubra yasemin tugba gamze melek ebru songul aysegul pinar hulya sibel melike betul leyla " +
		"hilal gizem esma sumeyye beyza nehir burcu seda medine hacer ozge cigdem semra ceren aleyna aysel arzu cansu tugce zeliha aysenur seyma neslihan melisa tuba serife ilknur aynur dilara nurcan " +
		"sevda seher sinem selma dilan buse rukiye hanife serap nazli gulsum halime esmanur edanur serpil ezgi tuana kadriye nuray rumeysa ayla hulya filiz nermin nurten gulay sevgi")
	familyWords = wordSet("aile ailesi ailem family fam familie ailemiz")
	hubWords    = wordSet("smmm ymm musavir musavirlik malimusavir malimusavirlik muhasebeci muhasebe muhasebeburosu avukat hukuk hukukburosu sigorta acente acentesi acenta kirtasiye bayi bayii " +
		"emlak internetcafe internetkafe danismanlik musavirligi tasimacilik otogaleri")
)

// sharedMailbox recognises the mailboxes of families, couples and go-betweens by
// their words.
func sharedMailbox(local string) string {
	if family(local) {
		return EmailHousehold
	}
	if !strings.ContainsAny(local, ".-_") {
		if goBetween(local) {
			return EmailHub
		}
		if coupleJoined(local) {
			return EmailHousehold
		}
		return ""
	}
	seen, words := uint16(0), 0
	for i := 0; i <= len(local); {
		j := i
		for j < len(local) && local[j] != '.' && local[j] != '-' && local[j] != '_' {
			j++
		}
		w := strings.TrimRight(local[i:j], "0123456789")
		i = j + 1
		if w == "" {
			continue
		}
		words++
		seen |= mailboxWords[w]
		if seen&boxWordFamily != 0 || coupleJoined(w) {
			return EmailHousehold
		}
	}
	switch {
	case seen&boxWordMan != 0 && seen&boxWordWoman != 0 && (words > 2 || seen&boxWordAnd != 0):
		return EmailHousehold
	case seen&boxWordHub != 0 && words > 1:
		return EmailHub
	}
	return ""
}

// goBetween recognises kayasmmm and yilmazmuhasebe, whose word is joined to a name.
func goBetween(local string) bool {
	for _, end := range [...]string{"smmm", "muhasebe", "malimusavir", "musavirlik"} {
		if strings.HasSuffix(local, end) && len(local) > len(end)+2 {
			return true
		}
	}
	return false
}

// family recognises yilmazailesi and yilmazaile, but not ismail.e, ismaile.
func family(local string) bool {
	w := strings.TrimRight(local, "0123456789")
	switch {
	case familyWords[w]:
		return true
	case strings.HasSuffix(w, "ailesi") || strings.HasSuffix(w, "ailem"):
		return !strings.HasSuffix(w, "smailesi")
	case strings.HasSuffix(w, "family"):
		return true
	case strings.HasSuffix(w, "aile"):
		return !strings.HasSuffix(w, "smaile") && !strings.HasSuffix(w, "mikaile") && !strings.HasSuffix(w, "braile")
	case strings.HasPrefix(w, "aile.") || strings.HasPrefix(w, "family."):
		return true
	}
	return false
}

// coupleJoined recognises aysevemehmet and mehmetveayse.
func coupleJoined(w string) bool {
	for i := 2; i+4 < len(w); i++ {
		if w[i] != 'v' || w[i+1] != 'e' {
			continue
		}
		a, b := w[:i], w[i+2:]
		if coupleMen[a] && coupleWomen[b] || coupleWomen[a] && coupleMen[b] {
			return true
		}
	}
	return false
}
