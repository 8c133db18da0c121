package synth

import "github.com/tekil-id/tekil/record"

// setting is a world: how its families are built, where they live, and which
// systems know them. Probabilities are from 0 to 1.
type setting struct {
	households []option[householdKind]
	children   []option[int]
	wives      []option[surnameStyle]
	domains    []option[string] // of mailboxes
	lines      []option[int]    // mobiles that an adult has had
	mails      []option[int]    // mailboxes of an adult

	foreign    float64 // of households
	landline   float64 // of households
	mover      float64 // of people: one more old address
	recycled   float64 // of lines: somebody else's before
	familyMail float64 // of adults: the mailbox of the family is also theirs
	sharedLine float64 // of wives: reached on the husband's phone
	sameName   float64 // of sons: the father's name
	twins      float64 // of births
	movesOut   float64 // of grown children
	sameHouse  float64 // of those: to another flat of the house
	registered float64 // of those born before 1980: registered on 1 January or 1 July
	secondName float64
	namesake   float64 // of single people: the name of somebody known, perhaps a neighbour
	trader     float64 // of adults: a sole trader
	customer   float64 // of adults
	minor      float64 // of children: a customer
	firm       float64 // companies for each family
	couple     float64 // of married couples: one more record that names both
	noise      float64 // records of nobody for each family
	dealers    int     // records for each dealer

	province func(*province) float64
	habits   []*habit
}

type householdKind uint8

const (
	alone householdKind = iota
	couple
	parents
	threeGenerations
	siblings
)

// habit is how one system writes its records. Its mistakes are chances for each
// value that it holds.
type habit struct {
	source  record.Source
	prefix  string
	share   float64 // of the records of people
	firms   float64 // weight among the records of companies; 0: keeps none
	layout  []option[nameLayout]
	letters []option[letterCase]
	damage  []option[damage]

	// Chances that the system holds a value.
	title, gender, birth, birthPlace, parentNames, national, maiden  float64
	mobile, landline, mail, address, customerNo, company, deathKnown float64
	dates                                                            []option[dateLayout]
	phones                                                           []option[phoneLayout]
	phoneColumn                                                      bool // one column for whatever number there is
	splitAddress                                                     bool // columns instead of a line
	genders                                                          [2][]string

	// Chances of mistakes and of manners.
	typo, mishear, nickname, dropSecond, initialSecond, initialFirst, shorten, joinSplit float64
	swapFields, onlyFirst, noiseWord, stale                                              float64
	idTypo, idSpaced, idFake                                                             float64
	birthYear, birthTypo, birthSwap, birthFake                                           float64
	genderWrong, phoneTypo, phoneFake, phoneSeveral, phoneDealer, phoneWork, phoneKin    float64
	mailTypo, mailFake, mailUpper                                                        float64
	addressTypo, addressShort, noDistrict, noQuarter, noDoor, oldPlace, cityOnly         float64
}

type nameLayout uint8

const (
	inFields      nameLayout = iota // first_name, last_name
	inFull                          // Uğur Özmen
	surnameFirst                    // Özmen Uğur
	surnameComma                    // Özmen, Uğur
	surnameInCaps                   // Uğur ÖZMEN
)

type letterCase uint8

const (
	titleCase letterCase = iota
	upperCase
	lowerCase
	asciiUpperCase
	asciiTitleCase
	asciiLowerCase
)

type damage uint8

const (
	noDamage    damage = iota
	asLatin1           // Windows-1254 read as Windows-1252
	asUTF8Twice        // UTF-8 read as Windows-1252
	lostSome           // ğ ı ş İ written as ?
	lostAll            // every Turkish letter written as ?
)

type dateLayout uint8

const (
	dotted        dateLayout = iota // 05.03.1975
	iso                             // 1975-03-05
	slashed                         // 05/03/1975
	digits                          // 19750305
	shortYear                       // 05.03.75
	monthName                       // 5 Mart 1975
	unpadded                        // 5.3.1975
	withTime                        // 1975-03-05 00:00:00
	turkishDigits                   // 05031975
)

type phoneLayout uint8

const (
	bare      phoneLayout = iota // 5320012738
	zero                         // 05320012738
	grouped                      // 0532 001 27 38
	brackets                     // 0(532) 001 27 38
	plus                         // +905320012738
	plusSpace                    // +90 532 001 2738
	dotty                        // 0.532.001.27.38
	dashed                       // 0532-0012738
	double0                      // 00905320012738
)

var (
	freemail = []option[string]{{46, "gmail.com"}, {26, "hotmail.com"}, {7, "outlook.com"}, {5, "yahoo.com"}, {3, "icloud.com"}, {3, "windowslive.com"}, {2, "mynet.com"}, {4, "example.com"}, {2, "example.net"}, {2, "example.org"}}

	lettersEK   = [2][]string{{"E"}, {"K"}}
	lettersMF   = [2][]string{{"M"}, {"F"}}
	genderWords = [2][]string{{"Erkek", "ERKEK", "Bay"}, {"Kadın", "KADIN", "Bayan"}}
)

var settings = map[string]*setting{"default": &defaultSetting, "heldout": &heldoutSetting}

// The default setting: a bank with a web shop, a call centre, a system from
// before Unicode, paper forms from its branches, and a loyalty card.
var defaultSetting = setting{
	households: []option[householdKind]{{20, alone}, {22, couple}, {44, parents}, {9, threeGenerations}, {5, siblings}},
	children:   []option[int]{{28, 1}, {40, 2}, {20, 3}, {8, 4}, {4, 5}},
	wives:      []option[surnameStyle]{{78, husbands}, {14, both}, {2, hyphenated}, {6, own}},
	domains:    freemail,
	lines:      []option[int]{{79, 1}, {17, 2}, {4, 3}},
	mails:      []option[int]{{22, 0}, {64, 1}, {14, 2}},
	foreign:    0.03, landline: 0.35, mover: 0.28, recycled: 0.02, familyMail: 0.05, sharedLine: 0.10, sameName: 0.03,
	twins: 0.02, movesOut: 0.5, registered: 0.16, secondName: 0.14, namesake: 0.02, trader: 0.015,
	customer: 0.62, minor: 0.15, firm: 0.04, dealers: 2500, sameHouse: 0.15, couple: 0.002, noise: 0.004,
	province: func(p *province) float64 { return p.people },
	habits: []*habit{
		{
			source: "crm", prefix: "M", share: 30, firms: 5,
			layout:  []option[nameLayout]{{1, inFields}},
			letters: []option[letterCase]{{85, upperCase}, {15, titleCase}},
			title:   0.3, gender: 0.95, birth: 0.93, birthPlace: 0.6, parentNames: 0.45, national: 0.88, maiden: 0.25,
			mobile: 0.93, landline: 0.5, mail: 0.55, address: 0.95, customerNo: 1, company: 0.3, deathKnown: 0.5,
			dates:        []option[dateLayout]{{90, dotted}, {10, iso}},
			phones:       []option[phoneLayout]{{60, bare}, {40, zero}},
			splitAddress: true, genders: lettersEK,
			typo: 0.012, dropSecond: 0.10, shorten: 0.02, joinSplit: 0.08, swapFields: 0.004, noiseWord: 0.003, stale: 0.3,
			idTypo: 0.004, idFake: 0.004, birthTypo: 0.006, birthFake: 0.004, genderWrong: 0.004,
			phoneTypo: 0.006, phoneFake: 0.008, phoneKin: 0.02, phoneWork: 0.01, mailTypo: 0.01, mailFake: 0.01, mailUpper: 0.1,
			addressTypo: 0.02, addressShort: 0.5, noDoor: 0.03, oldPlace: 0.02,
		},
		{
			source: "web", prefix: "W", share: 20,
			layout:  []option[nameLayout]{{70, inFields}, {30, inFull}},
			letters: []option[letterCase]{{45, titleCase}, {25, lowerCase}, {10, asciiLowerCase}, {14, asciiTitleCase}, {6, upperCase}},
			damage:  []option[damage]{{97, noDamage}, {3, asUTF8Twice}},
			gender:  0.25, birth: 0.5, mobile: 0.92, mail: 0.99, address: 0.75,
			dates:   []option[dateLayout]{{60, iso}, {20, dotted}, {20, withTime}},
			phones:  []option[phoneLayout]{{30, zero}, {25, plus}, {20, grouped}, {15, bare}, {10, plusSpace}},
			genders: genderWords,
			typo:    0.02, nickname: 0.015, dropSecond: 0.45, initialFirst: 0.004, joinSplit: 0.1, swapFields: 0.01, onlyFirst: 0.006, noiseWord: 0.002, stale: 0.1,
			birthFake: 0.04, birthTypo: 0.01, birthSwap: 0.01, genderWrong: 0.01,
			phoneTypo: 0.01, phoneFake: 0.02, phoneKin: 0.02, mailTypo: 0.02,
			addressTypo: 0.05, addressShort: 0.55, noDistrict: 0.06, noQuarter: 0.15, noDoor: 0.08, oldPlace: 0.02, cityOnly: 0.05,
		},
		{
			source: "callcentre", prefix: "C", share: 16,
			layout:  []option[nameLayout]{{60, inFull}, {30, surnameFirst}, {10, surnameInCaps}},
			letters: []option[letterCase]{{50, titleCase}, {30, upperCase}, {12, asciiUpperCase}, {8, lowerCase}},
			title:   0.1, gender: 0.5, birth: 0.55, national: 0.35, mobile: 0.96, landline: 0.1, mail: 0.15, address: 0.45, deathKnown: 0.1,
			dates:       []option[dateLayout]{{60, dotted}, {20, slashed}, {10, shortYear}, {10, unpadded}},
			phones:      []option[phoneLayout]{{60, zero}, {20, bare}, {20, grouped}},
			phoneColumn: true, genders: lettersEK,
			typo: 0.02, mishear: 0.06, nickname: 0.02, dropSecond: 0.5, initialSecond: 0.03, joinSplit: 0.15, noiseWord: 0.006, stale: 0.1,
			idTypo: 0.02, idFake: 0.03, birthYear: 0.3, birthTypo: 0.03, birthSwap: 0.01, birthFake: 0.05, genderWrong: 0.02,
			phoneTypo: 0.015, phoneFake: 0.03, phoneSeveral: 0.06, phoneKin: 0.05, phoneWork: 0.02, mailTypo: 0.05, mailFake: 0.08,
			addressTypo: 0.08, addressShort: 0.8, noDistrict: 0.05, noQuarter: 0.25, noDoor: 0.2, oldPlace: 0.03, cityOnly: 0.3,
		},
		{
			source: "legacy", prefix: "E", share: 14, firms: 3,
			layout:  []option[nameLayout]{{70, inFull}, {20, surnameFirst}, {10, surnameComma}},
			letters: []option[letterCase]{{55, asciiUpperCase}, {45, upperCase}},
			damage:  []option[damage]{{58, noDamage}, {22, asLatin1}, {4, asUTF8Twice}, {12, lostSome}, {4, lostAll}},
			title:   0.1, gender: 0.7, birth: 0.82, national: 0.45, mobile: 0.6, landline: 0.75, address: 0.9, customerNo: 1, parentNames: 0.3,
			dates:   []option[dateLayout]{{40, slashed}, {30, digits}, {20, dotted}, {10, shortYear}},
			phones:  []option[phoneLayout]{{50, bare}, {30, dashed}, {20, brackets}},
			genders: [2][]string{{"E", "ERKEK"}, {"K", "KADIN"}},
			typo:    0.025, dropSecond: 0.25, initialSecond: 0.06, shorten: 0.15, joinSplit: 0.15, noiseWord: 0.012, stale: 0.9,
			idTypo: 0.015, idFake: 0.02, birthTypo: 0.015, birthSwap: 0.02, birthYear: 0.08, birthFake: 0.05, genderWrong: 0.015,
			phoneTypo: 0.015, phoneFake: 0.02, phoneSeveral: 0.04, phoneKin: 0.02, phoneWork: 0.04,
			addressTypo: 0.05, addressShort: 0.9, noDistrict: 0.06, noQuarter: 0.06, noDoor: 0.05, oldPlace: 0.5,
		},
		{
			source: "branch", prefix: "B", share: 12, firms: 4,
			layout:  []option[nameLayout]{{80, inFields}, {20, surnameInCaps}},
			letters: []option[letterCase]{{55, titleCase}, {35, upperCase}, {10, asciiTitleCase}},
			title:   0.2, gender: 0.8, birth: 0.85, birthPlace: 0.4, parentNames: 0.4, national: 0.75, maiden: 0.15, mobile: 0.9, landline: 0.4, mail: 0.35, address: 0.85, company: 0.3, deathKnown: 0.3,
			dates:   []option[dateLayout]{{55, dotted}, {20, slashed}, {15, unpadded}, {10, monthName}},
			phones:  []option[phoneLayout]{{40, grouped}, {25, zero}, {20, brackets}, {15, dotty}},
			genders: genderWords,
			typo:    0.04, nickname: 0.004, dropSecond: 0.2, initialSecond: 0.08, initialFirst: 0.006, shorten: 0.2, joinSplit: 0.2, swapFields: 0.02, noiseWord: 0.008, stale: 0.3,
			idTypo: 0.02, idSpaced: 0.05, idFake: 0.01, birthTypo: 0.02, birthSwap: 0.01, birthFake: 0.02, genderWrong: 0.012,
			phoneTypo: 0.015, phoneFake: 0.02, phoneSeveral: 0.15, phoneDealer: 0.03, phoneKin: 0.04, phoneWork: 0.05, mailTypo: 0.03, mailFake: 0.05, mailUpper: 0.1,
			addressTypo: 0.07, addressShort: 0.85, noDistrict: 0.06, noQuarter: 0.12, noDoor: 0.08, oldPlace: 0.06, cityOnly: 0.04,
		},
		{
			source: "loyalty", prefix: "K", share: 8,
			layout:  []option[nameLayout]{{60, inFull}, {40, inFields}},
			letters: []option[letterCase]{{40, titleCase}, {25, asciiTitleCase}, {20, lowerCase}, {15, upperCase}},
			gender:  0.5, birth: 0.4, mobile: 0.98, mail: 0.4, address: 0.3,
			dates:   []option[dateLayout]{{60, dotted}, {40, shortYear}},
			phones:  []option[phoneLayout]{{70, bare}, {30, zero}},
			genders: [2][]string{{"Bay", "E"}, {"Bayan", "K"}},
			typo:    0.035, nickname: 0.02, dropSecond: 0.6, initialFirst: 0.02, onlyFirst: 0.06, noiseWord: 0.004, stale: 0.2,
			birthYear: 0.2, birthFake: 0.06, birthTypo: 0.02, genderWrong: 0.02,
			phoneTypo: 0.01, phoneFake: 0.02, phoneDealer: 0.05, phoneKin: 0.08, mailTypo: 0.04, mailFake: 0.04,
			addressTypo: 0.05, addressShort: 0.8, noDistrict: 0.1, noQuarter: 0.3, noDoor: 0.3, cityOnly: 0.6, oldPlace: 0.03,
		},
	},
}
