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
	p := lineOf(n)
	if p.kind == "" {
		return subPlan(n)
	}
	return p
}

// lineOf finds the line of an area or network code, which n begins with.
func lineOf(n []byte) linePlan { return plan[int(n[0]-'0')*100+int(n[1]-'0')*10+int(n[2]-'0')] }

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

// areaCodesOf lists the area codes of a province by plate code.
var areaCodesOf = func() map[string][]string {
	m := map[string][]string{"KKTC": {"392"}}
	for pair := range strings.FieldsSeq(areaCodes) {
		code, plate, _ := strings.Cut(pair, ":")
		m[plate] = append(m[plate], code)
	}
	return m
}()

// kktcPlaces are the names under which North Cyprus stands in a city column.
var kktcPlaces = wordSet("kktc kibris lefkosa girne gazimagusa magusa guzelyurt iskele lefke")

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

// areaOf returns the plate code of a city hint and its one area code, "" where
// there are two and no district decides. Only exact names count: an area code is
// never guessed.
func areaOf(city string) (plate, code string) {
	if Fold(city) == "" {
		return "", ""
	}
	parts := strings.FieldsFunc(city, func(r rune) bool { return strings.ContainsRune("/,;-()|\\>", r) })
	plate = plateOf(city)
	for i := len(parts) - 1; i >= 0 && plate == ""; i-- { // "Kadıköy/İstanbul" and "İstanbul/Kadıköy"
		plate = plateOf(parts[i])
	}
	words := strings.Fields(Fold(city))
	for i := len(words) - 1; i >= 0 && plate == ""; i-- {
		plate = plateOf(words[i])
	}
	side := ""
	for _, w := range words {
		if s := istanbulDistricts[w]; s != "" {
			side = s
		}
	}
	if plate == "" && len(parts) == 1 {
		plate = plateOfDistrict(city)
	}
	switch codes := areaCodesOf[plate]; {
	case plate == "34":
		return plate, side
	case len(codes) > 0:
		return plate, codes[0]
	}
	return "", ""
}

// plateOf finds a province by name, old name, abbreviation or plate code.
func plateOf(name string) string {
	f := appendFoldKey(nil, name)
	if kktcPlaces[string(f)] || strings.HasPrefix(string(f), "kuzey kibris") {
		return "KKTC"
	}
	n := places().findIl(f, exact).plate
	if n == 0 {
		n = plateNumber(string(f))
	}
	if n == 0 {
		return ""
	}
	return provinceTable[n-1].Plate
}

// plateOfDistrict finds the only province that has a district of this name.
func plateOfDistrict(name string) string {
	d := places().findIlce(0, appendFoldKey(nil, name), exact)
	if d.district < 0 || d.ambiguous {
		return ""
	}
	return provinceTable[loadGazetteer().districts[d.district].plate-1].Plate
}
