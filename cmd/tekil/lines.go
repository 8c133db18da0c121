package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// maxLine is the longest line that the line commands read.
const maxLine = 16 << 20

// request is one input line of `tekil normalize` and `tekil compare`: the input
// columns of a vector file, or a raw value.
type request struct {
	Op        string          `json:"op"`
	Type      string          `json:"type"`
	Input     string          `json:"input"`
	Input2    string          `json:"input2"`
	Hint      string          `json:"hint"`
	HintCity  string          `json:"hint_city"`
	HintField string          `json:"hint_field"`
	A         json.RawMessage `json:"a"`
	B         json.RawMessage `json:"b"`
	Context   map[string]any  `json:"context"`
}

// eachLine answers every line of in with one JSON line on out, in order.
func eachLine(ctx context.Context, in io.Reader, out io.Writer, answer func(*request) (any, error)) error {
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 0, 64<<10), maxLine)
	w := bufio.NewWriterSize(out, 64<<10)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for n := 1; sc.Scan(); n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		req, err := parseRequest(sc.Text())
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		got, err := answer(req)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if err := enc.Encode(got); err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	return w.Flush()
}

func parseRequest(line string) (*request, error) {
	req := &request{Input: line}
	if !strings.HasPrefix(line, "{") {
		return req, nil
	}
	req.Input = ""
	if err := json.Unmarshal([]byte(line), req); err != nil {
		return nil, fmt.Errorf("bad JSON: %w", err)
	}
	return req, nil
}

// hints splits a hint: key=value pairs separated by ";", or bare words.
func hints(s string) map[string]string {
	out := map[string]string{}
	for part := range strings.SplitSeq(s, ";") {
		if k, v, _ := strings.Cut(part, "="); k != "" {
			out[k] = v
		}
	}
	return out
}
