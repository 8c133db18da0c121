package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/jedib0t/go-pretty/v6/progress"
)

// reporter tells how far a run is: on a terminal with bars that show rate and
// time left, elsewhere with a plain line every few seconds. It is safe for
// concurrent use.
type reporter struct {
	mu    sync.Mutex
	w     io.Writer
	quiet bool
	bars  progress.Writer
	bar   *progress.Tracker
	stage string
	start time.Time
	said  time.Time
}

// plainEvery is how often a line is printed where there is no terminal.
const plainEvery = 5 * time.Second

func newReporter(w io.Writer, quiet bool) *reporter {
	r := &reporter{w: w, quiet: quiet}
	if f, ok := w.(*os.File); ok && !quiet && isTerminal(f) {
		r.bars = progress.NewWriter()
		r.bars.SetOutputWriter(f)
		r.bars.SetTrackerLength(24)
		r.bars.SetUpdateFrequency(200 * time.Millisecond)
		r.bars.Style().Visibility.ETA = true
		r.bars.Style().Visibility.Speed = true
		r.bars.Style().Options.TimeInProgressPrecision = time.Second
		go r.bars.Render()
	}
	return r
}

// report is the hook of a run.
func (r *reporter) report(stage string, done, total int) {
	if r.quiet {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if stage != r.stage {
		r.begin(stage, total, now)
	}
	if r.bars != nil {
		r.bar.SetValue(int64(done))
		return
	}
	if now.Sub(r.said) >= plainEvery && done > 0 && total > 0 {
		r.said = now
		rate := float64(done) / now.Sub(r.start).Seconds()
		left := time.Duration(float64(total-done) / rate * float64(time.Second)).Round(time.Second)
		fmt.Fprintf(r.w, "tekil: %s %d of %d, %.0f a second, %s left\n", stage, done, total, rate, left)
	}
}

func (r *reporter) begin(stage string, total int, now time.Time) {
	r.stage, r.start, r.said = stage, now, now
	if r.bars == nil {
		return
	}
	if r.bar != nil {
		r.bar.MarkAsDone()
	}
	units := progress.UnitsDefault
	if stage == "read" {
		units = progress.UnitsBytes
	}
	r.bar = &progress.Tracker{Message: stage, Total: int64(max(total, 0)), Units: units}
	r.bars.AppendTracker(r.bar)
}

// say prints a line, past the bars where there are some.
func (r *reporter) say(format string, a ...any) {
	if !r.quiet {
		fmt.Fprintf(r.w, "tekil: "+format+"\n", a...)
	}
}

// stop ends the bars.
func (r *reporter) stop() {
	if r.bars == nil {
		return
	}
	r.mu.Lock()
	if r.bar != nil {
		r.bar.MarkAsDone()
	}
	r.mu.Unlock()
	time.Sleep(250 * time.Millisecond) // the last frame
	r.bars.Stop()
	for r.bars.IsRenderInProgress() {
		time.Sleep(10 * time.Millisecond)
	}
}
