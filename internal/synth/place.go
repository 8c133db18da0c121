package synth

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/tekil-id/tekil/normalize"
)

// province is an il with the share of people who live there.
type province struct {
	normalize.Province
	people    float64 // thousands
	districts []*district
	old       string // a name or short form that still stands in old records
}

type district struct {
	province *province
	name     string
	areaCode int
	share    float64 // of the people of the province
	places   func() *quarters
}

// quarters are the places of a district in which people live.
type quarters struct {
	towns    []normalize.Neighbourhood // mahalles
	villages []normalize.Neighbourhood
}

// provinceTable: plate, thousands of people (rounded), a former or short name,
// and the most populous districts, most people first. Public figures, rounded:
// only the proportions matter. All other names come from the gazetteer.
const provinceTable = `01|2270||Seyhan,Yüreğir,Çukurova,Sarıçam,Ceyhan,Kozan
02|605||Merkez,Kahta,Besni,Gölbaşı
03|752|Afyon|Merkez,Sandıklı,Bolvadin,Dinar
04|511||Merkez,Doğubayazıt,Patnos
05|339||Merkez,Merzifon,Suluova
06|5803||Çankaya,Keçiören,Yenimahalle,Mamak,Etimesgut,Sincan,Altındağ,Pursaklar,Gölbaşı,Polatlı,Çubuk,Kahramankazan
07|2697||Muratpaşa,Kepez,Konyaaltı,Alanya,Manavgat,Serik,Kumluca
08|172||Merkez,Hopa,Arhavi
09|1162||Efeler,Nazilli,Söke,Kuşadası,Didim
10|1273||Karesi,Altıeylül,Edremit,Bandırma,Gönen,Ayvalık
11|228||Merkez,Bozüyük
12|286||Merkez,Genç
13|359||Merkez,Tatvan,Ahlat
14|325||Merkez,Gerede
15|277||Merkez,Bucak
16|3214||Osmangazi,Yıldırım,Nilüfer,İnegöl,Gemlik,Mustafakemalpaşa,Mudanya
17|570||Merkez,Biga,Gelibolu
18|205||Merkez,Çerkeş
19|528||Merkez,Sungurlu,Osmancık
20|1059||Pamukkale,Merkezefendi,Çivril,Acıpayam
21|1818|D.Bakır|Bağlar,Kayapınar,Yenişehir,Sur,Bismil,Ergani,Silvan
22|419||Merkez,Keşan,Uzunköprü
23|604||Merkez,Karakoçan,Kovancılar
24|243||Merkez,Tercan
25|749||Yakutiye,Palandöken,Aziziye,Horasan,Oltu
26|915||Odunpazarı,Tepebaşı,Sivrihisar
27|2164|G.Antep|Şahinbey,Şehitkamil,Nizip,İslahiye
28|461||Merkez,Bulancak,Görele
29|148||Merkez,Kelkit
30|287||Merkez,Yüksekova
31|1544||Antakya,Defne,İskenderun,Dörtyol,Samandağ,Kırıkhan
32|449||Merkez,Yalvaç,Eğirdir
33|1938|İçel|Akdeniz,Yenişehir,Toroslar,Mezitli,Tarsus,Silifke,Erdemli
34|15656||Kadıköy,Üsküdar,Ümraniye,Pendik,Maltepe,Kartal,Ataşehir,Sancaktepe,Sultanbeyli,Beykoz,Çekmeköy,Tuzla,Esenyurt,Küçükçekmece,Bağcılar,Bahçelievler,Başakşehir,Gaziosmanpaşa,Fatih,Şişli,Kağıthane,Eyüpsultan,Sultangazi,Esenler,Avcılar,Güngören,Zeytinburnu,Bayrampaşa,Bakırköy,Beylikdüzü,Beyoğlu,Sarıyer,Arnavutköy,Büyükçekmece,Beşiktaş,Silivri
35|4480||Konak,Karşıyaka,Bornova,Buca,Karabağlar,Çiğli,Bayraklı,Gaziemir,Menemen,Ödemiş,Torbalı,Bergama
36|275||Merkez,Sarıkamış
37|388||Merkez,Tosya,Taşköprü
38|1445||Melikgazi,Kocasinan,Talas,Develi
39|378||Merkez,Lüleburgaz,Babaeski
40|247||Merkez,Kaman
41|2102||İzmit,Gebze,Darıca,Körfez,Derince,Gölcük
42|2320||Selçuklu,Meram,Karatay,Ereğli,Akşehir,Beyşehir
43|576||Merkez,Tavşanlı,Simav
44|742||Battalgazi,Yeşilyurt,Doğanşehir
45|1475||Yunusemre,Şehzadeler,Akhisar,Turgutlu,Salihli,Soma
46|1117|K.Maraş|Onikişubat,Dulkadiroğlu,Elbistan,Afşin
47|888||Artuklu,Kızıltepe,Midyat,Nusaybin
48|1066||Menteşe,Bodrum,Fethiye,Milas,Marmaris
49|392||Merkez,Bulanık,Malazgirt
50|316||Merkez,Ürgüp
51|378||Merkez,Bor
52|775||Altınordu,Ünye,Fatsa
53|350||Merkez,Çayeli,Ardeşen
54|1098||Adapazarı,Serdivan,Erenler,Hendek,Akyazı
55|1378||İlkadım,Atakum,Canik,Bafra,Çarşamba
56|347||Merkez,Kurtalan
57|230||Merkez,Boyabat
58|650||Merkez,Şarkışla
59|1167||Süleymanpaşa,Çorlu,Çerkezköy,Kapaklı
60|606||Merkez,Erbaa,Turhal,Niksar
61|824||Ortahisar,Akçaabat,Of,Araklı
62|89||Merkez,Pertek
63|2213|Ş.Urfa|Eyyübiye,Haliliye,Karaköprü,Siverek,Viranşehir,Suruç,Birecik
64|378||Merkez,Banaz
65|1128||İpekyolu,Tuşba,Erciş,Edremit
66|420||Merkez,Sorgun,Yerköy
67|591||Merkez,Ereğli,Çaycuma
68|438||Merkez,Ortaköy
69|86||Merkez
70|262||Merkez,Ermenek
71|283||Merkez,Keskin
72|647||Merkez,Kozluk
73|570||Merkez,Cizre,Silopi
74|207||Merkez,Amasra
75|92||Merkez,Göle
76|209||Merkez,Tuzluca
77|304||Merkez,Çınarcık
78|255||Merkez,Safranbolu
79|155||Merkez
80|557||Merkez,Kadirli,Düziçi
81|409||Merkez,Akçakoca`

// Districts of Istanbul on the Asian side, which has an area code of its own.
const asianSide = ",Kadıköy,Üsküdar,Ümraniye,Pendik,Maltepe,Kartal,Ataşehir,Sancaktepe,Sultanbeyli,Beykoz,Çekmeköy,Tuzla,Şile,Adalar,"

var provinces = sync.OnceValue(func() []*province {
	var out []*province
	lines := strings.Split(provinceTable, "\n")
	for p := range normalize.Provinces() {
		c := strings.Split(lines[len(out)], "|")
		people, err := strconv.ParseFloat(c[1], 64)
		if err != nil || c[0] != p.Plate {
			panic("synth: internal error: province table: " + c[0])
		}
		to := &province{Province: p, people: people, old: c[2]}
		to.addDistricts(strings.Split(c[3], ","))
		out = append(out, to)
	}
	return out
})

// addDistricts takes the districts from the gazetteer. The listed ones hold
// most people, the first the most.
func (p *province) addDistricts(populous []string) {
	const inOthers = 0.15
	sum := 0.0
	for i := range populous {
		sum += 1 / float64(i+3)
	}
	found := 0
	for name := range normalize.Districts(p.Plate) {
		d := &district{province: p, name: name, areaCode: p.areaCode(name)}
		d.places = sync.OnceValue(d.gather)
		if i := slices.Index(populous, name); i >= 0 {
			d.share = (1 - inOthers) / float64(i+3) / sum
			found++
		}
		p.districts = append(p.districts, d)
	}
	if found != len(populous) {
		panic("synth: internal error: province table: a district of " + p.Name + " is not in the gazetteer")
	}
	for _, d := range p.districts {
		if d.share == 0 {
			d.share = inOthers / float64(len(p.districts)-found)
		}
	}
}

func (p *province) areaCode(district string) int {
	i := 0
	if len(p.AreaCodes) > 1 && strings.Contains(asianSide, ","+district+",") {
		i = 1
	}
	code, err := strconv.Atoi(p.AreaCodes[i])
	if err != nil {
		panic("synth: internal error: area code of " + p.Name)
	}
	return code
}

// gather reads the district's quarters and villages.
func (d *district) gather() *quarters {
	q := &quarters{}
	for n := range normalize.Neighbourhoods(d.province.Plate, d.name) {
		if n.Village {
			q.villages = append(q.villages, n)
		} else if n.Parent == "" {
			q.towns = append(q.towns, n)
		}
	}
	return q
}

// drawQuarter draws a quarter, or seldom a village.
func (d *district) drawQuarter(r random) normalize.Neighbourhood {
	const inVillages = 0.07
	q := d.places()
	if len(q.villages) > 0 && (len(q.towns) == 0 || r.chance(inVillages)) {
		return pick(r, q.villages)
	}
	return pick(r, q.towns)
}

// placeTables draws districts by population. A setting may weigh provinces in
// its own way.
type placeTables struct{ districts *weighted[*district] }

func newPlaceTables(weight func(*province) float64) *placeTables {
	var all []*district
	var share []float64
	for _, p := range provinces() {
		for _, d := range p.districts {
			all = append(all, d)
			share = append(share, weight(p)*d.share)
		}
	}
	return &placeTables{newWeighted(all, func(i int) float64 { return share[i] })}
}

// home is an address: a door.
type home struct {
	*district
	quarter string
	postal  string
	village bool   // the quarter is a village
	kind    string // "Sokak", "Caddesi" or "Bulvarı"
	street  string // empty in most villages
	site    string // of a housing estate; empty for most
	block   string
	house   string // name of the building; empty for most
	no      string
	floor   int // 0 where unknown
	flat    int // 0 for a house of its own
}

func (t *placeTables) drawHome(r random) *home { return newHome(r, t.districts.draw(r)) }

func newHome(r random, d *district) *home {
	q := d.drawQuarter(r)
	h := &home{district: d, quarter: q.Name, postal: q.Postcode, village: q.Village, kind: "Sokak"}
	h.no = strconv.Itoa(r.between(1, 60))
	if h.village && r.chance(0.7) {
		return h
	}
	h.drawStreet(r)
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
	switch h.province.Plate {
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
