package synth

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// province is an il with the share of people who live there.
type province struct {
	plate     string
	name      string
	people    float64 // thousands
	areaCodes []int
	districts []*district
	old       string // a name or short form that still stands in old records
}

type district struct {
	province *province
	name     string
	areaCode int
	quarters []string
	postal   []string // of the quarters
}

// provinceTable: plate, name, thousands of people (rounded), area code, former
// or short name, districts. Public figures, rounded: only the proportions matter.
const provinceTable = `01|Adana|2270|322||Seyhan,Yüreğir,Çukurova,Sarıçam,Ceyhan,Kozan
02|Adıyaman|605|416||Merkez,Kahta,Besni,Gölbaşı
03|Afyonkarahisar|752|272|Afyon|Merkez,Sandıklı,Bolvadin,Dinar
04|Ağrı|511|472||Merkez,Doğubayazıt,Patnos
05|Amasya|339|358||Merkez,Merzifon,Suluova
06|Ankara|5803|312||Çankaya,Keçiören,Yenimahalle,Mamak,Etimesgut,Sincan,Altındağ,Pursaklar,Gölbaşı,Polatlı,Çubuk,Kahramankazan
07|Antalya|2697|242||Muratpaşa,Kepez,Konyaaltı,Alanya,Manavgat,Serik,Kumluca
08|Artvin|172|466||Merkez,Hopa,Arhavi
09|Aydın|1162|256||Efeler,Nazilli,Söke,Kuşadası,Didim
10|Balıkesir|1273|266||Karesi,Altıeylül,Edremit,Bandırma,Gönen,Ayvalık
11|Bilecik|228|228||Merkez,Bozüyük
12|Bingöl|286|426||Merkez,Genç
13|Bitlis|359|434||Merkez,Tatvan,Ahlat
14|Bolu|325|374||Merkez,Gerede
15|Burdur|277|248||Merkez,Bucak
16|Bursa|3214|224||Osmangazi,Yıldırım,Nilüfer,İnegöl,Gemlik,Mustafakemalpaşa,Mudanya
17|Çanakkale|570|286||Merkez,Biga,Gelibolu
18|Çankırı|205|376||Merkez,Çerkeş
19|Çorum|528|364||Merkez,Sungurlu,Osmancık
20|Denizli|1059|258||Pamukkale,Merkezefendi,Çivril,Acıpayam
21|Diyarbakır|1818|412|D.Bakır|Bağlar,Kayapınar,Yenişehir,Sur,Bismil,Ergani,Silvan
22|Edirne|419|284||Merkez,Keşan,Uzunköprü
23|Elazığ|604|424||Merkez,Karakoçan,Kovancılar
24|Erzincan|243|446||Merkez,Tercan
25|Erzurum|749|442||Yakutiye,Palandöken,Aziziye,Horasan,Oltu
26|Eskişehir|915|222||Odunpazarı,Tepebaşı,Sivrihisar
27|Gaziantep|2164|342|G.Antep|Şahinbey,Şehitkamil,Nizip,İslahiye
28|Giresun|461|454||Merkez,Bulancak,Görele
29|Gümüşhane|148|456||Merkez,Kelkit
30|Hakkâri|287|438||Merkez,Yüksekova
31|Hatay|1544|326||Antakya,Defne,İskenderun,Dörtyol,Samandağ,Kırıkhan
32|Isparta|449|246||Merkez,Yalvaç,Eğirdir
33|Mersin|1938|324|İçel|Akdeniz,Yenişehir,Toroslar,Mezitli,Tarsus,Silifke,Erdemli
34|İstanbul|15656|0||Kadıköy,Üsküdar,Ümraniye,Pendik,Maltepe,Kartal,Ataşehir,Sancaktepe,Sultanbeyli,Beykoz,Çekmeköy,Tuzla,Esenyurt,Küçükçekmece,Bağcılar,Bahçelievler,Başakşehir,Gaziosmanpaşa,Fatih,Şişli,Kağıthane,Eyüpsultan,Sultangazi,Esenler,Avcılar,Güngören,Zeytinburnu,Bayrampaşa,Bakırköy,Beylikdüzü,Beyoğlu,Sarıyer,Arnavutköy,Büyükçekmece,Beşiktaş,Silivri
35|İzmir|4480|232||Konak,Karşıyaka,Bornova,Buca,Karabağlar,Çiğli,Bayraklı,Gaziemir,Menemen,Ödemiş,Torbalı,Bergama
36|Kars|275|474||Merkez,Sarıkamış
37|Kastamonu|388|366||Merkez,Tosya,Taşköprü
38|Kayseri|1445|352||Melikgazi,Kocasinan,Talas,Develi
39|Kırklareli|378|288||Merkez,Lüleburgaz,Babaeski
40|Kırşehir|247|386||Merkez,Kaman
41|Kocaeli|2102|262||İzmit,Gebze,Darıca,Körfez,Derince,Gölcük
42|Konya|2320|332||Selçuklu,Meram,Karatay,Ereğli,Akşehir,Beyşehir
43|Kütahya|576|274||Merkez,Tavşanlı,Simav
44|Malatya|742|422||Battalgazi,Yeşilyurt,Doğanşehir
45|Manisa|1475|236||Yunusemre,Şehzadeler,Akhisar,Turgutlu,Salihli,Soma
46|Kahramanmaraş|1117|344|K.Maraş|Onikişubat,Dulkadiroğlu,Elbistan,Afşin
47|Mardin|888|482||Artuklu,Kızıltepe,Midyat,Nusaybin
48|Muğla|1066|252||Menteşe,Bodrum,Fethiye,Milas,Marmaris
49|Muş|392|436||Merkez,Bulanık,Malazgirt
50|Nevşehir|316|384||Merkez,Ürgüp
51|Niğde|378|388||Merkez,Bor
52|Ordu|775|452||Altınordu,Ünye,Fatsa
53|Rize|350|464||Merkez,Çayeli,Ardeşen
54|Sakarya|1098|264||Adapazarı,Serdivan,Erenler,Hendek,Akyazı
55|Samsun|1378|362||İlkadım,Atakum,Canik,Bafra,Çarşamba
56|Siirt|347|484||Merkez,Kurtalan
57|Sinop|230|368||Merkez,Boyabat
58|Sivas|650|346||Merkez,Şarkışla
59|Tekirdağ|1167|282||Süleymanpaşa,Çorlu,Çerkezköy,Kapaklı
60|Tokat|606|356||Merkez,Erbaa,Turhal,Niksar
61|Trabzon|824|462||Ortahisar,Akçaabat,Of,Araklı
62|Tunceli|89|428||Merkez,Pertek
63|Şanlıurfa|2213|414|Ş.Urfa|Eyyübiye,Haliliye,Karaköprü,Siverek,Viranşehir,Suruç,Birecik
64|Uşak|378|276||Merkez,Banaz
65|Van|1128|432||İpekyolu,Tuşba,Erciş,Edremit
66|Yozgat|420|354||Merkez,Sorgun,Yerköy
67|Zonguldak|591|372||Merkez,Ereğli,Çaycuma
68|Aksaray|438|382||Merkez,Ortaköy
69|Bayburt|86|458||Merkez
70|Karaman|262|338||Merkez,Ermenek
71|Kırıkkale|283|318||Merkez,Keskin
72|Batman|647|488||Merkez,Kozluk
73|Şırnak|570|486||Merkez,Cizre,Silopi
74|Bartın|207|378||Merkez,Amasra
75|Ardahan|92|478||Merkez,Göle
76|Iğdır|209|476||Merkez,Tuzluca
77|Yalova|304|226||Merkez,Çınarcık
78|Karabük|255|370||Merkez,Safranbolu
79|Kilis|155|348||Merkez
80|Osmaniye|557|328||Merkez,Kadirli,Düziçi
81|Düzce|409|380||Merkez,Akçakoca`

// Districts of Istanbul on the Asian side, which has an area code of its own.
const asianSide = "Kadıköy,Üsküdar,Ümraniye,Pendik,Maltepe,Kartal,Ataşehir,Sancaktepe,Sultanbeyli,Beykoz,Çekmeköy,Tuzla,Şile,Adalar"

var provinces = sync.OnceValue(func() []*province {
	asian := map[string]bool{}
	for _, d := range strings.Split(asianSide, ",") {
		asian[d] = true
	}
	var out []*province
	for _, line := range strings.Split(provinceTable, "\n") {
		c := strings.Split(line, "|")
		people, _ := strconv.ParseFloat(c[2], 64)
		code, _ := strconv.Atoi(c[3])
		p := &province{plate: c[0], name: c[1], people: people, old: c[4]}
		for i, name := range strings.Split(c[5], ",") {
			d := &district{province: p, name: name, areaCode: code}
			if code == 0 {
				d.areaCode = 212
				if asian[name] {
					d.areaCode = 216
				}
			}
			d.fillQuarters(i)
			p.districts = append(p.districts, d)
		}
		out = append(out, p)
	}
	return out
})

// fillQuarters gives a district its quarters and their postal codes.
func (d *district) fillQuarters(number int) {
	const each = 14
	for i := range each {
		q := quarterNames[int(mix(uint64(len(d.name))<<20^uint64(number)<<8^uint64(i)^uint64(d.areaCode)<<30)%uint64(len(quarterNames)))]
		d.quarters = append(d.quarters, q)
		d.postal = append(d.postal, fmt.Sprintf("%s%d%d0", d.province.plate, (number+1)%10, i%10))
	}
}

// placeTables draws districts by population. A setting may weigh provinces in
// its own way.
type placeTables struct{ districts *weighted[*district] }

func newPlaceTables(weight func(*province) float64) *placeTables {
	var all []*district
	var share []float64
	for _, p := range provinces() {
		// The first districts of a province are its centre: most people live there.
		sum := 0.0
		for i := range p.districts {
			sum += 1 / float64(i+3)
		}
		for i, d := range p.districts {
			all = append(all, d)
			share = append(share, weight(p)/float64(i+3)/sum)
		}
	}
	return &placeTables{newWeighted(all, func(i int) float64 { return share[i] })}
}

// home is an address: a door.
type home struct {
	*district
	quarter string
	postal  string
	kind    string // "Sokak", "Cadde" or "Bulvar"
	street  string
	site    string // of a housing estate; empty for most
	block   string
	house   string // name of the building; empty for most
	no      string
	floor   int // 0 where unknown
	flat    int // 0 for a house of its own
}

func (t *placeTables) drawHome(r random) *home { return newHome(r, t.districts.draw(r)) }

func newHome(r random, d *district) *home {
	q := r.IntN(len(d.quarters))
	h := &home{district: d, quarter: d.quarters[q], postal: d.postal[q], kind: "Sokak"}
	h.drawStreet(r)
	h.no = strconv.Itoa(r.between(1, 60))
	switch x := r.Float64(); {
	case x < 0.06:
		h.no += "/" + string(rune('A'+r.IntN(4)))
	case x < 0.08:
		h.no += "-" + strconv.Itoa(r.between(61, 64))
	}
	if r.chance(0.82) {
		h.flat = r.between(1, 24)
		h.floor = (h.flat + 1) / 2
	}
	if r.chance(0.12) {
		h.site = pick(r, siteNames)
		h.block = string(rune('A'+r.IntN(6))) + pick(r, []string{"", "", "1", "2"})
	} else if r.chance(0.15) {
		h.house = pick(r, houseNames)
	}
	return h
}

// drawStreet names the street. In Izmir, Ankara, Antalya, Adana and Gaziantep
// most streets bear numbers.
func (h *home) drawStreet(r random) {
	numbered := 0.12
	switch h.province.plate {
	case "35":
		numbered = 0.8
	case "06", "07", "01", "27", "33":
		numbered = 0.45
	}
	switch x := r.Float64(); {
	case x < numbered:
		h.street = strconv.Itoa(r.between(100, 8999))
		if r.chance(0.08) {
			h.street += "/" + strconv.Itoa(r.between(1, 9))
		}
	case x < 0.82:
		h.street = pick(r, streetNames)
		if r.chance(0.25) {
			h.street += " " + pick(r, []string{"1", "2", "3"}) // Gül 2. Sokak
		}
	case x < 0.97:
		h.kind, h.street = "Caddesi", pick(r, streetNames)
	default:
		h.kind, h.street = "Bulvarı", pick(r, streetNames)
	}
}
