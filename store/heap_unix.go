//go:build unix && !aix && !solaris

package store

import "syscall"

// offHeap returns n bytes that the garbage collector does not count. They take no
// memory until they are written.
func offHeap(n int) []byte {
	b, err := syscall.Mmap(-1, 0, n, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return make([]byte, n)
	}
	return b
}

// freeOffHeap gives them back, and does nothing with bytes of the heap, which
// Munmap does not know.
func freeOffHeap(b []byte) { syscall.Munmap(b) }
