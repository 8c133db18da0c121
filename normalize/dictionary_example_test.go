package normalize_test

import (
	"fmt"

	"github.com/tekil-id/tekil/normalize"
)

func ExampleParseDictionary() {
	d, err := normalize.ParseDictionary([]byte(`
[given_names]
Zorbaq = F
[noise_words]
Banko
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	o := &normalize.Options{Dictionary: d}
	fmt.Println(normalize.ParseName("Zorbaq Yılmaz", normalize.NameHint{}, o).Gender)
	fmt.Println(normalize.ParseName("BANKO", normalize.NameHint{}, o).Kind)

	_, err = normalize.ParseDictionary([]byte("[given_names]\nZorbaq = K\n"))
	fmt.Println(err)
	// Output:
	// F
	// noise
	// 2: bad dictionary: given_names: gender "K" of "Zorbaq" is not one of M, F, U
}
