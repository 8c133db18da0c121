package normalize_test

import (
	"fmt"

	"github.com/tekil-id/tekil/normalize"
)

func ExampleFold() {
	fmt.Println(normalize.Fold("Uğur ÖZMEN"), normalize.FoldEqual("IŞIK", "Isik"), normalize.FoldEqual("", ""))
	// Output: ugur ozmen true false
}

func ExampleRepair() {
	t := normalize.Repair("Ã‡iÄŸdem  Iþýk")
	fmt.Println(t.Value, t.Status, t.Repairs)
	// Output: Çiğdem Işık repaired [mojibake_utf8 mojibake_8859_9 blank]
}

func ExampleRestore() {
	for _, s := range []string{"UGUR OZMEN", "Oner"} {
		value, confidence, restored := normalize.Restore(s)
		fmt.Printf("%s %.2f %v\n", value, confidence, restored)
	}
	// Output:
	// Uğur Özmen 0.94 true
	// Oner 0.67 false
}

func ExampleTitle() {
	fmt.Println(normalize.Title("II. ABDÜLHAMİT CAD. NO:12A KADIKÖY/İSTANBUL"))
	// Output: II. Abdülhamit Cad. No:12A Kadıköy/İstanbul
}

func ExampleLossyMatch() {
	fmt.Println(normalize.LossyMatch("Y?ld?r?m", "YILDIRIM"), normalize.LossyMatch("?ahin", "Kahin"))
	// Output: true false
}
