package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/tekil-id/tekil/normalize"
)

// maxLine is the longest line that the line commands read.
const maxLine = 16 << 20

// request is one input line of `tekil normalize` and `tekil compare`: the input
// columns of a vector file, or a raw value.
type request struct {
	Op        string          `json:"op"`
	Type      string          `json:"type"`
	Input     scalar          `json:"input"`
	Input2    scalar          `json:"input2"`
	Hint      string          `json:"hint"`
	HintCity  string          `json:"hint_city"`
	HintField string          `json:"hint_field"`
	A         json.RawMessage `json:"a"`
	B         json.RawMessage `json:"b"`
	// Context holds what a file would have told, see match.ParseContext.
	Context map[string]scalar `json:"context"`

	options *normalize.Options
}

// scalar is the text of a JSON string, of a number or truth value as it is
// written, or of null, which is empty: telephone numbers often come as numbers.
type scalar string

func (s *scalar) UnmarshalJSON(b []byte) error {
	switch b[0] {
	case '"':
		return json.Unmarshal(b, (*string)(s))
	case '{', '[':
		return errors.New("a list or an object stands where a single value is expected")
	case 'n':
		*s = ""
	default:
		*s = scalar(b)
	}
	return nil
}

// failure is the answer to a line that cannot be understood, so that there are
// as many answers as lines.
type failure struct {
	Error string `json:"error"`
}

// eachLine answers every line of in with one JSON line on out, in order. A line
// that cannot be understood is answered with what is wrong about it, and makes
// the command fail when all others are answered.
func eachLine(ctx context.Context, in io.Reader, out io.Writer, answer func(*request) (any, error)) error {
	r := bufio.NewReaderSize(in, 64<<10)
	w := bufio.NewWriterSize(out, 64<<10)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	var first error
	n, failed := 0, 0
	var read error
	for ; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.Buffered() == 0 { // whoever waits for the answer before the next line has it
			if err := w.Flush(); err != nil {
				return err
			}
		}
		var line string
		if line, read = readLine(r); read != nil {
			break
		}
		if n == 0 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		got, err := answerLine(line, answer)
		if err != nil {
			if failed++; first == nil {
				first = fmt.Errorf("line %d: %w", n+1, err)
			}
			got = failure{err.Error()}
		}
		if err := enc.Encode(got); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if read != io.EOF {
		return fmt.Errorf("read standard input: line %d: %w", n+1, read)
	}
	if failed > 1 {
		return fmt.Errorf("%w (and %s more)", first, plural(failed-1, "line"))
	}
	return first
}

// readLine reads a line without its end; io.EOF says that there is none.
func readLine(r *bufio.Reader) (string, error) {
	var long []byte
	for {
		b, err := r.ReadSlice('\n')
		switch {
		case err == nil || err == io.EOF && len(long)+len(b) > 0:
			return strings.TrimSuffix(strings.TrimSuffix(string(append(long, b...)), "\n"), "\r"), nil
		case err != bufio.ErrBufferFull:
			return "", err
		case len(long) > maxLine:
			return "", errors.New("longer than 16 MiB")
		}
		long = append(long, b...)
	}
}

func answerLine(line string, answer func(*request) (any, error)) (any, error) {
	req, err := parseRequest(line)
	if err != nil {
		return nil, err
	}
	return answer(req)
}

func parseRequest(line string) (*request, error) {
	req := &request{Input: scalar(line)}
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
