package distance_test

import (
	"fmt"

	"github.com/tekil-id/tekil/internal/distance"
)

func ExampleOSAAtMost() {
	fmt.Println(distance.OSAAtMost("mehmet", "mehemt", 1)) // two letters changed places
	fmt.Println(distance.OSAAtMost("mehmet", "ahmet", 1))
	// Output:
	// true
	// false
}

func ExampleMetric() {
	dice, _ := distance.Metric("sorensen_dice")
	fmt.Printf("%.2f\n", dice("kadikoy subesi", "kadikoy sube"))
	// Output: 0.92
}
