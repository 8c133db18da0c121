//go:build !unix || aix || solaris

package store

func offHeap(n int) []byte { return make([]byte, n) }

func freeOffHeap([]byte) {}
