package ingest

import (
	"strings"
	"unicode"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Headers that mean one thing or another, by their company (see settle).
const (
	ambiguousName  record.Field = "?name"    // Adı: the given name beside a surname, else the whole name
	ambiguousTitle record.Field = "?title"   // Unvan: Dr. or Yıldız Gıda Ltd. Şti.
	areaCode       record.Field = "?area"    // Alan Kodu: the first part of the number in the next column
	plateCode      record.Field = "?plate"   // İl Kodu: the plate code of the province, unless that has a column with names
	ambiguousPK    record.Field = "?pk"      // PK: a primary key or, in Turkey, a posta kodu
	ambiguousID    record.Field = "?id"      // Müşteri ID: the record's own key, unless there is a plainer one
	accountName    record.Field = "?account" // Cari Unvan: a company beside a person's name, else whoever the customer is
	ownRole        record.Field = "?own"     // Hasta, Abone: the customer, by what he is to the source
	contactRole    record.Field = "?contact" // Arayan, Yetkili: the customer only where nobody else is named
	lastResort     record.Field = "?last"    // Kullanıcı Adı, Personel, Sahibi: mostly somebody else, or no name
	addressDetail  record.Field = "?detail"  // Kat, Blok, Site: of an address only beside one
)

// headerGuess is what a header says; noise counts what was taken off it to
// find out (0: nothing, 1: a number at its end, 2: words before or behind).
type headerGuess struct {
	field record.Field
	noise int
	joins bool // the column goes on with the one before it
	// second says that the header speaks of a contact (Arayan Numara), who may or
	// may not be the customer.
	second bool
}

// headerNames lists the headers of each field, folded, without blanks when
// compared. Columns about somebody else (eş adı, yakın telefonu, anne kızlık
// soyadı, vasi) are missing on purpose: they pass through and identify nobody.
var headerNames = map[record.Field]string{
	record.RecordID: `record id, recordid, kayit id, kayit no, kayit numarasi, kayit kodu, rec id, recid, unique id, uniqueid, id, row id, rowid,
		uuid, guid, key, anahtar, kimlik, kart id, cari id, source id, kaynak id, kaynak kayit no, external id, harici id, master id`,
	ambiguousID: `musteri id, customer id, cust id, client id, uye id, member id, kisi id, person id, contact id, account id, hesap id, abone id, subscriber id, user id, kullanici id`,
	plateCode:   `il kodu, sehir kodu, il plaka, il plaka kodu, plaka kodu, adres il kodu, city code`,
	ambiguousPK: `pk, p k`,
	areaCode: `alan kodu, tel alan kodu, telefon alan kodu, telefon kodu, tel kodu, cep alan kodu, cep tel alan kodu, cep kodu, gsm alan kodu, gsm kodu, ev tel alan kodu, ev tel kodu, is tel alan kodu, is tel kodu,
		area code, phone area code, tel area code, dialling code, sehir kodu tel`,
	record.SourceName: `source, kaynak, kaynak sistem, source system, sistem, veri kaynagi, kaynak adi, source name, data source`,
	record.FullName: `ad soyad, adi soyadi, ad soyadi, adi soyad, ad ve soyad, adi ve soyadi, isim soyisim, isim soyad, ismi soyismi, isim soy isim, ad soy ad, adi soy adi,
		soyad ad, soyadi adi, soyisim isim, soyadi ve adi, tam ad, tam adi, tam isim, ad soyad unvan, ad soyad unvani, adi soyadi unvan, adi soyadi unvani, ad soyad ticari unvan, adi soyadi ticari unvani, ad soyad firma unvani, adi soyadi firma unvani,
		full name, fullname, complete name, person name, name surname, name and surname, first and last name, first last name, display name, gorunen ad, adsoyad, isimsoyisim,
		musteri ad soyad, musteri adi soyadi, musteri ismi`,
	ownRole: `musteri, kisi, uye, abone, hasta, ogrenci, sigortali, sigortali adi, sigorta ettiren, musteri kisi, alici, alici kisi, alici adi, siparis veren, siparis sahibi, satin alan, hizmet alan, danisan,
		misafir, konuk, yolcu, ziyaretci, kursiyer, katilimci, aday, basvuran, basvuru sahibi, talep eden, talep sahibi, sikayetci, sikayet sahibi, bildiren, muvekkil, borclu, kiraci, malik, ev sahibi, mulk sahibi,
		mukellef, mudi, hesap sahibi, kart sahibi, kart hamili, police sahibi, arac sahibi, ruhsat sahibi, sahip adi, lehtar, bagisci, gonullu, rezervasyon sahibi, bilet sahibi, fatura sahibi, fatura alici,
		customer, client, patient, student, subscriber, member, insured, insured person, policyholder, policy holder, passenger, guest, guest name, buyer, buyer name, purchaser, recipient, recipient name, ship to name, bill to name, billing name, shipping name, cardholder, card holder, cardholder name, account holder, account holder name, applicant, attendee, participant, tenant, donor`,
	contactRole: `arayan, arayan kisi, arayan musteri, gorusulen, gorusulen kisi, gorusme yapilan, gorusme yapilan kisi, konusulan kisi, irtibat, irtibat kisi, irtibat kisisi, ilgili, ilgili kisi, ilgilisi, yetkili, yetkili kisi, muhatap, iletisim kisisi, iletisim kisi,
		teslim alan, teslim alan kisi, teslim edilen, teslim edilen kisi, teslim alacak kisi, caller, caller name, contact, contact person, contact name, contact full name`,
	lastResort:        `kullanici, kullanici adi, kullanici ismi, user, user name, username, rumuz, takma ad, nick, nickname, login, login name, personel, calisan, employee, sahibi, sahip, owner, owner name`,
	ambiguousName:     `ad, adi, isim, ismi, isimler, name, names, nam`,
	record.Title:      `title, salutation, hitap, hitap sekli, akademik unvan, prefix, name prefix, on ek, mr mrs, anrede`,
	ambiguousTitle:    `unvan, unvani`,
	record.FirstName:  `first name, firstname, forename, forenames, given name, given names, givenname, fname, f name, name first, on ad, onad, on isim, ilk ad, ilk adi, ilk isim, birinci ad, birinci adi, ad 1, adi 1, isim 1, vorname`,
	record.MiddleName: `middle name, middlename, second name, second given name, mname, name middle, ikinci ad, ikinci adi, ikinci isim, 2 ad, 2 adi, 2 isim, orta ad, orta isim, goebek adi, gobek adi, ad 2, adi 2, isim 2, middle`,
	record.LastName:   `soyad, soyadi, soy ad, soy adi, soyisim, soyismi, soy isim, soy ismi, last name, lastname, surname, sur name, family name, familyname, lname, l name, sname, name last, nachname`,
	record.MaidenName: `kizlik soyadi, kizlik soyad, kizlik soyismi, kizlik, kizlik adi, onceki soyadi, onceki soyad, eski soyadi, eski soyad, evlilik oncesi soyadi, bekarlik soyadi, maiden name, maidenname, birth name, previous surname, former surname, previous last name, former last name`,
	record.Gender:     `cinsiyet, cinsiyeti, cins, cinsiyet kodu, cinsiyet e k, cinsiyeti e k, e k, k e, bay bayan, erkek kadin, gender, sex, gender code, sex code, geschlecht`,
	record.BirthDate:  `dogum tarihi, dogum tarih, dogumtarihi, d tarihi, d tarih, dog tar, dog tarihi, dogum tar, dogum t, dogum tr, dtarihi, dt, d t, dogum gunu, dogum gun, dogum, dogum yili, d yili, birth year, year of birth, yob, date of birth, birth date, birthdate, birthday, dob, birth, dateofbirth, birth dt, geburtsdatum`,
	record.BirthPlace: `dogum yeri, dogum yer, d yeri, dogum ili, dogum sehri, dogum yeri il, birth place, birthplace, place of birth, birth city, city of birth`,
	record.DeathDate:  `olum tarihi, vefat tarihi, o tarihi, olum tar, date of death, death date, deathdate, dod`,
	record.MotherName: `anne adi, anne ad, ana adi, ana ad, anne, annesinin adi, anne ismi, annesi, anne adi soyadi, mother name, mothers name, mother s name, mother, mother first name`,
	record.FatherName: `baba adi, baba ad, baba, babasinin adi, baba ismi, babasi, baba adi soyadi, father name, fathers name, father s name, father, father first name`,
	record.NationalID: `tc kimlik no, tc kimlik numarasi, t c kimlik no, t c kimlik numarasi, tc kimlik, tc kimlik nosu, tc no, tc numarasi, t c no, tc, t c, tckn, tck no, tck, tckimlik, tckimlikno, tc kimlik no su,
		kimlik no, kimlik numarasi, vatandaslik no, vatandaslik numarasi, tc vatandaslik no, ulusal kimlik no, ykn, yabanci kimlik no, yabanci kimlik numarasi, tckn ykn, tc kimlik no ykn, tc yabanci kimlik no, tcno,
		national id, nationalid, national identity number, national identity no, national id number, national id no, national no, identity number, identity no, identityno, id number, citizen id, citizenship no, citizenship number, turkish id, turkish id number, turkish identity number, tr id, tr identity no, ssn`,
	record.TaxID:      `vergi no, vergi numarasi, vergi kimlik no, vergi kimlik numarasi, vkn, v no, vergi nosu, vergi kimlik, vergi hesap no, vn, vkn tckn, tckn vkn, vergi no tc, vergi no tc kimlik no, vergi tc no, vergi tc kimlik no, tc vergi no, tc no vergi no, tc kimlik vergi no, tc kimlik no vergi no, vkn tc, tax id, taxid, tax no, taxno, tax number, tax identification number, tax id number, tin, vat no, vat number, vat id`,
	record.PassportNo: `pasaport no, pasaport numarasi, pasaport, pasaport seri no, passport no, passport number, passport, passport id`,
	record.IDSerial:   `kimlik seri no, kimlik seri, seri no, cuzdan seri no, nufus cuzdani seri no, nufus cuzdan no, cuzdan no, kimlik kart seri no, kimlik karti seri no, tc kimlik seri no, nufus seri no, id serial, id serial no, id serial number, identity card serial, id card no, id card number, document no, belge no`,
	record.CustomerNo: `musteri no, musteri numarasi, musteri kodu, musteri kod, musteri nosu, mus no, must no, musterino, cari no, cari kodu, cari kod, cari hesap no, cari hesap kodu, hesap no, hesap kodu, abone no, abone numarasi, uye no, uye numarasi, uyelik no, sicil no, dosya no, hasta no, police no, sozlesme no, kart no, sadakat kart no,
		customer no, customer number, customer code, customerno, custno, cust no, cust number, client no, client number, client code, account no, account number, account code, member no, member number, membership no, membership number, loyalty no, loyalty card no, subscriber no, subscription no, crm no, crm id`,
	record.IBAN:          `iban, iban no, iban numarasi, banka iban, hesap iban, iban number`,
	record.Plate:         `plaka, plaka no, plakasi, arac plaka, arac plakasi, arac plaka no, plate, plate no, plate number, license plate, licence plate, vehicle plate, registration plate`,
	record.Phone:         `telefon, telefon no, telefon numarasi, telefonu, telefonlar, telefon bilgisi, tel, tel no, telno, telefonno, tlf, tlf no, tel numarasi, telefon numaralari, iletisim, iletisim no, iletisim numarasi, iletisim telefonu, iletisim tel, irtibat no, irtibat tel, irtibat telefonu, irtibat numarasi, numara, phone, phones, phone no, phone number, phonenumber, telephone, telephone no, telephone number, tel number, contact no, contact number, contact phone, primary phone, main phone, ana telefon, birincil telefon, diger telefon, diger tel, ikinci telefon, alternatif telefon, alternate phone, other phone, secondary phone, is telefonu, is tel, is telefon, is tel no, is telefon no, is numarasi, isyeri tel, isyeri telefonu, is yeri telefonu, ofis tel, ofis telefonu, telefon is, tel is, telefon ofis, phone work, phone office, work phone, business phone, office phone, work tel`,
	record.Mobile:        `cep, telefon cep, tel cep, telefon gsm, tel gsm, telefon mobil, phone mobile, phone cell, cep tel, cep telefonu, cep telefon, cep no, cep numarasi, cep tel no, cep telefonu no, cep telefon no, cep telefonu numarasi, cep telefon numarasi, ceptel, gsm, gsm no, gsm numarasi, gsm tel, gsm telefonu, gsmno, mobil, mobil tel, mobil telefon, mobil no, mobil numara, mobile, mobile no, mobile number, mobile phone, mobilephone, mobile phone number, mobile tel, msisdn, cell, cell no, cell number, cell phone, cellphone, cellular, whatsapp, whatsapp no, whatsapp numarasi, sms no, sms numarasi`,
	record.Landline:      `sabit, telefon ev, tel ev, telefon sabit, tel sabit, phone home, sabit tel, sabit telefon, sabit hat, sabit no, sabit tel no, ev, ev tel, ev telefonu, ev telefon, ev tel no, ev telefon no, ev telefonu no, ev numarasi, landline, land line, home phone, home tel, home telephone, home number, home phone number, fixed phone, fixed line`,
	record.Fax:           `fax, faks, faks no, fax no, faks numarasi, fax numarasi, belgegecer, belgegecer no, fax number, faxno, is faks, ev faks`,
	record.Email:         `e posta, eposta, e posta adresi, eposta adresi, e posta adresleri, elektronik posta, elektronik posta adresi, e mail, email, mail, mail adresi, e mail adresi, email adresi, mailadresi, mail adres, e mail adres, mailadres, email address, e mail address, emailaddress, mail address, electronic mail, is e posta, is eposta, is mail, kisisel e posta, kisisel eposta, kisisel mail, work email, home email, personal email, primary email, posta`,
	record.Address:       `adres, adresi, acik adres, acik adresi, tam adres, adres tam, adres acik, adres bilgisi, adres bilgileri, adresler, adres satiri, adres satir, adres metni, adres ev, adres is, adres fatura, adres teslimat, ev adresi, ev adres, ikamet adresi, ikametgah, ikametgah adresi, ikamet, is adresi, is adres, isyeri adresi, is yeri adresi, yerlesim adresi, yerlesim yeri, yerlesim yeri adresi, fatura adresi, fatura adres, teslimat adresi, teslimat adres, sevk adresi, sevkiyat adresi, tebligat adresi, posta adresi, iletisim adresi, yazisma adresi, merkez adresi, sube adresi, mernis adresi, kurulum adresi, tesisat adresi, address, addresses, full address, address line, addr line, street address, home address, work address, postal address, mailing address, billing address, shipping address, delivery address, addr, residence, residence address, adr`,
	record.Neighbourhood: `mahalle, mahallesi, mah, mh, mahalle adi, mahalle koy, koy mahalle, koy, koyu, koy adi, mahalle koy adi, adres mahalle, semt mahalle, mahalle semt, semt, semt adi, neighbourhood, neighborhood, quarter`,
	record.Street:        `sokak, sokagi, sok, sk, sokak adi, cadde, caddesi, cad, cd, cadde sokak, cadde adi, sokak cadde, csbm, csbm adi, cadde sokak bulvar meydan, bulvar, street, street name, road, avenue`,
	addressDetail:        `daire, daire adi, ic kapi, kat, blok, blok adi, site, site adi, sitesi, apartman, apartman adi, apartmani, apt, apt adi, bina, bina adi, dis kapi, block, block name, flat, floor, building, building name`,
	record.BuildingNo:    `daire no, daire numarasi, ic kapi no, ic kapi numarasi, ickapi no, ickapino, daireno, kat no, kat numarasi, bulundugu kat, blok no, flat no, flat number, apartment no, apartment number, floor no, floor number, bina no, bina numarasi, binano, kapi no, kapi numarasi, dis kapi no, diskapi no, kapino, apartman no, apt no, ev no, building no, building number, house no, house number, door no, door number, street number, street no`,
	record.District:      `ilce, ilcesi, ilce adi, ilceadi, ilce kasaba, kaza, adres ilce, adres ilcesi, ikamet ilcesi, ev ilce, ev ilcesi, semt ilce, ilce semt, semt ilcesi, district, district name, county, town, bolge ilce`,
	record.City:          `il, ili, il adi, iladi, sehir, sehri, sehir adi, kent, vilayet, city, city name, province, province name, ikamet ili, ikametgah ili, adres il, adres ili, adres sehir, ev il, ev ili, il sehir, sehir il, il ilce, ilce il, ilce sehir, sehir ilce, city district`,
	record.PostalCode:    `posta kodu, postakodu, pk kodu, post kod, postkod, posta kod, postal, postal code, postalcode, postcode, post code, zip, zip code, zipcode`,
	record.Country:       `ulke, ulkesi, ulke adi, country, country name`,
	record.Company:       `ticari unvan, ticari unvani, ticaret unvani, account name, firma, firma adi, firma ismi, firma unvani, firma unvan, firma unvanlari, sirket, sirket adi, sirket ismi, sirket unvani, sirket unvan, ticari isim, ticari ad, tuzel kisi, tuzel kisi unvani, kurum, kurum adi, kurum unvani, kurulus, kurulus adi, isyeri, isyeri adi, is yeri, is yeri adi, isyeri unvani, isletme, isletme adi, bayi, bayi adi, calistigi kurum, calistigi firma, company, company name, companyname, firm, firm name, organization, organisation, organization name, organisation name, business name, trade name, legal name, employer, corporate name`,
	accountName:          `cari unvan, cari unvani, cari adi, cari hesap adi, cari hesap unvani, musteri unvani, musteri unvan, fatura unvani, cari ad, cari isim, cari ismi, cari, cari hesap, cari hesap ismi, cari aciklama, cari tanim, cari tanimi, cari kart adi, cari kart unvani, cari kart unvan, hesap adi, hesap unvani, hesap unvan, abone unvani, abone unvan, alici unvani, alici unvan, uye unvani, uye unvan, kisi unvan, kisi unvani, mukellef unvani, mukellef adi, mukellef unvan, fatura adi, fatura isim, fatura ad unvan, fatura unvan, ad unvan, adi unvani, adi unvan, isim unvan, ismi unvani, unvan ad soyad, unvan ad, musteri cari, musteri cari adi, musteri firma, musteri firma adi, firma musteri unvani, firma musteri adi, musteri firma unvani, firma kisi adi, firma sahis adi, kisi kurum, kisi kurum adi, kisi firma, kisi firma adi, kurum kisi, kurum kisi adi, party name, billing company, customer account name`,
	record.Consent:       `izin, izinler, iletisim izni, ticari ileti izni, sms izni, sms izin, e posta izni, eposta izni, arama izni, iys, iys izni, iys durumu, iys onayi, kvkk, kvkk onayi, kvkk onay, kvkk izni, acik riza, acik riza onayi, onay, etk onayi, consent, opt in, optin, permission, marketing consent, gdpr consent`,
	record.VerifiedAt:    `dogrulama tarihi, dogrulanma tarihi, teyit tarihi, onay tarihi, verified at, verified, verification date, verified date, verified on, verify date`,
	record.CreatedAt:     `kayit tarihi, kayit tar, kayit zamani, olusturma tarihi, olusturulma tarihi, olusturma zamani, olusturulma zamani, yaratilma tarihi, yaratma tarihi, ekleme tarihi, eklenme tarihi, giris tarihi, acilis tarihi, hesap acilis tarihi, uyelik tarihi, uye olma tarihi, uyelik baslangic tarihi, abonelik tarihi, musteri olma tarihi, musteri olus tarihi, ilk kayit tarihi, created at, created, created date, createdat, creation date, create date, created on, date created, created time, registration date, registered at, register date, registered on, record date, signup date, sign up date, join date, joined at, insert date, inserted at, member since`,
	record.UpdatedAt:     `guncelleme tarihi, guncelleme, guncellenme tarihi, guncelleme zamani, guncellenme zamani, son guncelleme, son guncelleme tarihi, son guncellenme tarihi, son guncelleme zamani, degisiklik tarihi, degistirme tarihi, degistirilme tarihi, son degisiklik, son degisiklik tarihi, duzenleme tarihi, duzeltme tarihi, updated at, updated, update date, updated date, updatedat, updated on, update time, last update, last updated, last updated at, last update date, modified, modified at, modified date, modified on, last modified, last modified date, lastmodified, date modified, date updated, modification date, change date, changed at, changed on`,
	record.LastSeen:      `son islem tarihi, son islem, son gorulme, son gorulme tarihi, son alisveris, son alisveris tarihi, son ziyaret, son ziyaret tarihi, son giris, son giris tarihi, son hareket, son hareket tarihi, son temas tarihi, last seen, last seen at, lastseen, last activity, last activity date, last purchase, last purchase date, last visit, last visit date, last login, last login date, last transaction, last transaction date, last contact date`,
}

// headerIndex maps a joined header to its field.
var headerIndex = func() map[string]record.Field {
	m := make(map[string]record.Field, 1200)
	for f, list := range headerNames {
		for name := range strings.SplitSeq(list, ",") {
			m[joined(name)] = f
		}
	}
	for _, f := range record.Fields() {
		m[joined(string(f))] = f
	}
	return m
}()

// leadingNoise are words that say whose column it is when it is the customer's,
// or which table it comes from; trailingNoise are those that add nothing.
var (
	leadingNoise = wordSet(`musteri musterinin customer cust client kisi kisinin person uye uyenin member abone abonenin subscriber user kullanici hasta patient
		sigortali calisan personel employee ogrenci student danisan misafir konuk guest yolcu passenger kursiyer muvekkil mukellef borclu kiraci malik basvuran ziyaretci mudi bagisci aday contact crm kart cari hesap account sahip alici lead prospect katilimci basvuran primary main ana
		birincil kayitli registered guncel current t tbl dim c m v mus must str txt fld usr kimlik nufus ikamet iletisim gercek`)
	trailingNoise = wordSet(`bilgisi bilgileri alani zorunlu opsiyonel required optional txt str text field value alan deger degeri gg aa yyyy dd mm yy yyyymmdd ddmmyyyy`)
)

// isLeadingNoise reports whether w is a word of leadingNoise, also in the
// genitive: hastanın, öğrencinin.
func isLeadingNoise(w string) bool {
	if leadingNoise[w] {
		return true
	}
	for _, suffix := range []string{"nin", "nun", "in", "un"} {
		if stem, ok := strings.CutSuffix(w, suffix); ok && len(stem) > 2 && leadingNoise[stem] {
			return true
		}
	}
	return false
}

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// guessHeader finds the field that a header names. Damaged headers are repaired
// first (AdÄ±, Adý), and those that lost their Turkish letters (Do?um Tarihi)
// are compared letter by letter.
func guessHeader(header string) headerGuess {
	if len(header) > maxHeader {
		return headerGuess{}
	}
	words := headerWords(header)
	if g := guessWords(words); g.field != "" {
		g.joins = g.field == record.Address && laterLine(words)
		return g
	}
	if strings.ContainsAny(header, "?\uFFFD") {
		return headerGuess{field: lossyHeader(header), noise: 2}
	}
	if t := normalize.Repair(header); t.Value != header {
		return guessWords(headerWords(t.Value))
	}
	return headerGuess{}
}

// laterLine reports whether an address header says "line 2" or a further one.
func laterLine(words []string) bool {
	n := len(words)
	return n > 2 && (words[n-2] == "line" || words[n-2] == "satir" || words[n-2] == "satiri") && isNumber(words[n-1]) && words[n-1] != "1"
}

// maxHeader is the longest header that is looked up, in bytes.
const maxHeader = 100

// guessWords looks the words up as they are, then with less and less around
// them.
func guessWords(words []string) headerGuess {
	whole := words
	if f, ok := lookup(words); ok {
		return headerGuess{field: f}
	}
	if n := len(words); n > 1 && isNumber(words[n-1]) {
		words = words[:n-1]
		if f, ok := lookup(words); ok {
			return headerGuess{field: f, noise: 1}
		}
	}
	for n := len(words); n > 1 && (trailingNoise[words[n-1]] || isNumber(words[n-1])); n = len(words) {
		words = words[:n-1]
		if f, ok := lookup(words); ok {
			return headerGuess{field: f, noise: 2}
		}
	}
	for len(words) > 1 && (isLeadingNoise(words[0]) || isNumber(words[0])) {
		words = words[1:]
		if f, ok := lookup(words); ok {
			return headerGuess{field: f, noise: 2}
		}
	}
	return guessContact(whole)
}

// lossyHeader finds the one field whose headers fit a header in which every
// lost letter became a question mark.
func lossyHeader(header string) record.Field {
	words := strings.Fields(strings.NewReplacer("\uFFFD", "?", "_", " ").Replace(header))
	for i, w := range words {
		parts := strings.Split(w, "?")
		for k := range parts {
			parts[k] = joined(parts[k])
		}
		words[i] = strings.Join(parts, "?")
	}
	if f := lossyLookup(strings.Join(words, "")); f != "" || len(words) == 1 || !lossyNoise(words[0]) {
		return f
	}
	return lossyLookup(strings.Join(words[1:], ""))
}

// lossyNoise reports whether a word with lost letters stands for the customer.
func lossyNoise(w string) bool {
	return lossyEqual(w, "musteri") || lossyEqual(w, "kisi") || lossyEqual(w, "uye") || leadingNoise[w]
}

// lossyLookup is lookup for a joined header with lost letters.
func lossyLookup(pattern string) (found record.Field) {
	for name, f := range headerIndex {
		if lossyEqual(pattern, name) {
			if found != "" && found != f {
				return ""
			}
			found = f
		}
	}
	return found
}

// lossyEqual compares a folded header with lost letters to a whole one. Only
// letters that fold from a Turkish one can be lost.
func lossyEqual(pattern, name string) bool {
	if len(pattern) != len(name) || strings.Count(pattern, "?") == len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] != name[i] && !(pattern[i] == '?' && strings.IndexByte("cgiosu", name[i]) >= 0) {
			return false
		}
	}
	return true
}

// lookup finds whole headers, in any spacing, also with their words cut short.
func lookup(words []string) (record.Field, bool) {
	if f, ok := headerIndex[strings.Join(words, "")]; ok {
		return f, true
	}
	short := false
	whole := make([]string, len(words))
	for i, w := range words {
		whole[i] = w
		if full := cutShort[w]; full != "" {
			whole[i], short = full, true
		}
	}
	if !short {
		return "", false
	}
	f, ok := headerIndex[strings.Join(whole, "")]
	return f, ok
}

// cutShort are the words that databases with short column names cut off.
var cutShort = map[string]string{
	"trh": "tarihi", "tar": "tarihi", "tarih": "tarihi", "trhi": "tarihi", "dgm": "dogum", "dog": "dogum", "olus": "olusturma",
	"gunc": "guncelleme", "gnc": "guncelleme", "guncel": "guncelleme", "kyt": "kayit", "nr": "no", "num": "no", "nosu": "no", "kim": "kimlik",
	"adr": "adres", "tlf": "telefon", "sokk": "sokak", "cins": "cinsiyet", "cns": "cinsiyet", "mst": "musteri", "sehr": "sehir", "unv": "unvan",
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// headerWords folds a header to words. camelCase and digits are cut apart:
// "dogumTarihi2" is dogum tarihi 2.
func headerWords(h string) []string {
	var b strings.Builder
	var last rune
	for _, r := range h {
		lowUp := unicode.IsLower(last) && unicode.IsUpper(r)
		digit := unicode.IsDigit(r) != unicode.IsDigit(last) && (unicode.IsLetter(last) || unicode.IsLetter(r))
		if lowUp || digit {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return strings.Fields(normalize.Fold(b.String()))
}

// joined is the form in which headers are compared: folded, without blanks.
func joined(s string) string { return strings.ReplaceAll(normalize.Fold(s), " ", "") }

// knownHeaders counts the cells that name a field.
func knownHeaders(cells []string) int {
	n := 0
	for _, c := range cells[:min(len(cells), maxColumns)] {
		if guessHeader(c).field != "" {
			n++
		}
	}
	return n
}
