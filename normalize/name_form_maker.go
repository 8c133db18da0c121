package normalize

// Forms makes the forms of many names in few pieces of memory: a store or a file
// has hundreds of thousands, and the garbage collector has to visit every piece.
// A piece lives for as long as any form in it. The zero Forms is ready, for one
// goroutine at a time; used once, it must not be copied.
type Forms struct {
	given    []GivenForm
	surnames []SurnameForm
	words    []givenWord
	former   []surnameWord
	text     arena
	made     int
}

// maxPiece bounds how many forms a piece of memory holds.
const maxPiece = 64

// piece says how many values the next piece of memory is to hold, and makes the
// texts of as many stand together. The first form has a piece of its own, so that
// one that is made alone takes no more than it needs.
func (m *Forms) piece() int {
	n := min(m.made, maxPiece)
	m.made++
	m.text.want = n * textPerForm
	return n
}

// textPerForm is about what the texts of a form take, in bytes.
const textPerForm = 32

// keep copies values into a piece of memory of n values or more.
func keep[T any](piece *[]T, n int, values ...T) []T {
	if len(values) == 0 {
		return nil
	}
	if cap(*piece)-len(*piece) < len(values) {
		*piece = make([]T, 0, max(n, len(values)))
	}
	from := len(*piece)
	*piece = append(*piece, values...)
	return (*piece)[from:len(*piece):len(*piece)]
}
