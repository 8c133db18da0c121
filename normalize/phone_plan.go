package normalize

import "strings"

// linePlan is what three leading digits of a Turkish national number mean.
type linePlan struct {
	kind  PhoneKind
	plate string // province of a landline
}

// areaCodes are the 82 area codes and their provinces by plate code, and 392,
// North Cyprus (turkish.md section 4.3). 238 fits libphonenumber's pattern, but
// no province has it.
const areaCodes = "212:34 216:34 222:26 224:16 226:77 228:11 232:35 236:45 242:07 246:32 248:15 252:48 256:09 258:20 " +
	"262:41 264:54 266:10 272:03 274:43 276:64 282:59 284:22 286:17 288:39 312:06 318:71 322:01 324:33 326:31 328:80 " +
	"332:42 338:70 342:27 344:46 346:58 348:79 352:38 354:66 356:60 358:05 362:55 364:19 366:37 368:57 370:78 372:67 " +
	"374:14 376:18 378:74 380:81 382:68 384:50 386:40 388:51 412:21 414:63 416:02 422:44 424:23 426:12 428:62 432:65 " +
	"434:13 436:49 438:30 442:25 446:24 452:52 454:28 456:29 458:69 462:61 464:53 466:08 472:04 474:36 476:76 478:75 " +
	"482:47 484:56 486:73 488:72"

// mobileCodes are the mobile prefixes of libphonenumber 9.0.43.
const mobileCodes = "500 501 502 503 504 505 506 507 508 509 510 516 524 530 531 532 533 534 535 536 537 538 539 " +
	"540 541 542 543 544 545 546 547 548 549 550 551 552 553 554 555 556 557 558 559 562 564 572 574 575 594 596"

// plan is the numbering plan by the first three digits.
var plan = func() (t [1000]linePlan) {
	for pair := range strings.FieldsSeq(areaCodes) {
		code, plate, _ := strings.Cut(pair, ":")
		t[number(code)] = linePlan{PhoneFixed, plate}
	}
	for code := range strings.FieldsSeq(mobileCodes) {
		t[number(code)] = linePlan{kind: PhoneMobile}
	}
	t[392] = linePlan{PhoneKKTCFixed, "KKTC"}
	t[512] = linePlan{kind: PhonePager}
	t[800] = linePlan{kind: PhoneTollFree}
	t[811] = linePlan{kind: PhoneTollFree}
	t[850] = linePlan{kind: PhoneVoIP}
	t[888] = linePlan{kind: PhonePremium}
	t[898] = linePlan{kind: PhonePremium}
	t[900] = linePlan{kind: PhonePremium}
	return t
}()

// lookUp finds the line of a national number, which is ten digits without the
// trunk 0, 444xxxx, or a freephone number of 12 or 13. The zero linePlan means
// that the plan has no such number.
func lookUp(n []byte) linePlan {
	switch len(n) {
	case 7:
		if n[0] == '4' && n[1] == '4' && n[2] == '4' {
			return linePlan{kind: PhoneUAN}
		}
		return linePlan{}
	case 10:
	case 12, 13:
		if string(n[:3]) != "800" {
			return linePlan{}
		}
	default:
		return linePlan{}
	}
	p := plan[int(n[0]-'0')*100+int(n[1]-'0')*10+int(n[2]-'0')]
	if p.kind == "" {
		return subPlan(n)
	}
	return p
}

// subPlan reads the prefixes of which only a part is given out.
func subPlan(n []byte) linePlan {
	switch six := string(n[:6]); {
	case six == "561011", six[:5] == "56161":
		return linePlan{kind: PhoneMobile}
	case six == "592461", six == "592211", six == "592212":
		return linePlan{kind: PhonePersonal}
	}
	return linePlan{}
}

// mobileRegion names the networks that a mobile number may belong to: operators
// of North Cyprus use parts of these prefixes (turkish.md section 9, point 2).
func mobileRegion(n []byte) string {
	if n[3] == '8' {
		switch string(n[:3]) {
		case "533", "542", "548":
			return "TR|KKTC"
		}
	}
	return ""
}

// province is what a phone needs to know of a city: its plate and area codes.
type province struct {
	plate string
	codes []string
}

// provinces maps folded names, old names and other names of the centre.
var provinces = func() map[string]province {
	const names = "adana:01 adiyaman:02 afyonkarahisar:03 afyon:03 agri:04 amasya:05 ankara:06 ank:06 antalya:07 artvin:08 aydin:09 " +
		"balikesir:10 bilecik:11 bingol:12 bitlis:13 bolu:14 burdur:15 bursa:16 canakkale:17 cankiri:18 corum:19 denizli:20 " +
		"diyarbakir:21 edirne:22 elazig:23 erzincan:24 erzurum:25 eskisehir:26 gaziantep:27 antep:27 giresun:28 gumushane:29 " +
		"hakkari:30 hatay:31 antakya:31 isparta:32 mersin:33 icel:33 istanbul:34 ist:34 izmir:35 izm:35 kars:36 kastamonu:37 kayseri:38 " +
		"kirklareli:39 kirsehir:40 kocaeli:41 izmit:41 konya:42 kutahya:43 malatya:44 manisa:45 kahramanmaras:46 maras:46 mardin:47 " +
		"mugla:48 mus:49 nevsehir:50 nigde:51 ordu:52 rize:53 sakarya:54 adapazari:54 samsun:55 siirt:56 sinop:57 sivas:58 tekirdag:59 " +
		"tokat:60 trabzon:61 tunceli:62 sanliurfa:63 urfa:63 usak:64 van:65 yozgat:66 zonguldak:67 aksaray:68 bayburt:69 karaman:70 " +
		"kirikkale:71 batman:72 sirnak:73 bartin:74 ardahan:75 igdir:76 yalova:77 karabuk:78 kilis:79 osmaniye:80 duzce:81 " +
		"kktc:KKTC kibris:KKTC lefkosa:KKTC girne:KKTC gazimagusa:KKTC magusa:KKTC guzelyurt:KKTC iskele:KKTC"
	codes := map[string][]string{"KKTC": {"392"}}
	for pair := range strings.FieldsSeq(areaCodes) {
		code, plate, _ := strings.Cut(pair, ":")
		codes[plate] = append(codes[plate], code)
	}
	m := map[string]province{}
	for pair := range strings.FieldsSeq(names) {
		name, plate, _ := strings.Cut(pair, ":")
		m[name] = province{plate, codes[plate]}
		m[plate] = m[name]
	}
	return m
}()

// cityWords join abbreviations whose letters the fold keeps apart.
var cityWords = map[string]string{
	"k maras": "kahramanmaras", "kmaras": "kahramanmaras", "kahraman maras": "kahramanmaras", "s urfa": "sanliurfa", "surfa": "sanliurfa",
	"sanli urfa": "sanliurfa", "g antep": "gaziantep", "gantep": "gaziantep", "gazi antep": "gaziantep", "d bakir": "diyarbakir",
	"dbakir": "diyarbakir", "esk": "eskisehir", "afyon karahisar": "afyonkarahisar", "kirik kale": "kirikkale",
	"kuzey kibris": "kktc", "kuzey kibris turk cumhuriyeti": "kktc",
}

// istanbulDistricts are the districts on the two sides: 212 in Europe, 216 in
// Asia (the Islands with it).
var istanbulDistricts = func() map[string]string {
	m := map[string]string{}
	for d := range strings.FieldsSeq("adalar atasehir beykoz cekmekoy kadikoy kartal maltepe pendik sancaktepe sultanbeyli sile tuzla umraniye uskudar " +
		"anadolu asya bostanci goztepe erenkoy suadiye moda acibadem kozyatagi") {
		m[d] = "216"
	}
	for d := range strings.FieldsSeq("arnavutkoy avcilar bagcilar bahcelievler bakirkoy basaksehir bayrampasa besiktas beylikduzu beyoglu buyukcekmece catalca " +
		"esenler esenyurt eyup eyupsultan fatih eminonu gaziosmanpasa gungoren kagithane kucukcekmece sariyer silivri sultangazi sisli zeytinburnu " +
		"avrupa taksim levent mecidiyekoy nisantasi etiler florya yesilkoy atakoy") {
		m[d] = "212"
	}
	return m
}()

// areaOf returns the province of a city hint and its one area code, "" where
// there are two and no district decides.
func areaOf(city string) (p province, code string) {
	f := Fold(city)
	if f == "" {
		return province{}, ""
	}
	p, ok := provinces[f]
	if !ok {
		p, ok = provinces[cityWords[f]]
	}
	parts := strings.FieldsFunc(city, func(r rune) bool { return strings.ContainsRune("/,;-()|\\>", r) })
	for i := len(parts) - 1; i >= 0 && !ok; i-- { // "Kadıköy/İstanbul" and "İstanbul/Kadıköy"
		part := Fold(parts[i])
		if w := cityWords[part]; w != "" {
			part = w
		}
		p, ok = provinces[part]
	}
	words := strings.Fields(f)
	for i := len(words) - 1; i >= 0 && !ok; i-- {
		if len(words[i]) > 3 || words[i] == "van" || words[i] == "mus" || words[i] == "ist" {
			p, ok = provinces[words[i]]
		}
	}
	side := ""
	for _, w := range words {
		if s := istanbulDistricts[w]; s != "" {
			side = s
		}
	}
	switch {
	case !ok && side != "" && len(words) == 1:
		return provinces["istanbul"], side
	case !ok:
		return province{}, ""
	case p.plate == "34":
		return p, side
	}
	return p, p.codes[0]
}
