import { normalQuantile } from "#lib/core/normal.ts";
import type { WatchedOutcome } from "#lib/engines/health/regression/outcome-hour.ts";

const WINDOW_HOURS = 48;
const REFERENCE_HOURS = 28 * 24;
/** One false alarm a year, were its windows independent of one another and the rate always the same. */
const BOUND = normalQuantile(1 - WINDOW_HOURS / 8_766);

/** What is usually done: the rate of the last two days against that of the four weeks before, by a z-test every hour. */
export class WindowTest {
  private readonly hours: { n: number; successes: number }[] = [];
  private readonly sums = { window: { n: 0, successes: 0 }, reference: { n: 0, successes: 0 } };
  private alarmed = false;

  /** @returns whether an alarm begins with this hour */
  observe(outcomes: readonly WatchedOutcome[]): boolean {
    const { window, reference } = this.sums;
    this.hours.push({ n: outcomes.length, successes: outcomes.filter(({ success }) => success).length });
    move(this.hours.at(-1), window, 1);
    move(this.hours.at(-1 - WINDOW_HOURS), window, -1);
    move(this.hours.at(-1 - WINDOW_HOURS), reference, 1);
    move(this.hours.at(-1 - WINDOW_HOURS - REFERENCE_HOURS), reference, -1);
    if (this.hours.length < WINDOW_HOURS + REFERENCE_HOURS) return false;
    const pooled = (window.successes + reference.successes) / (window.n + reference.n);
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / window.n + 1 / reference.n));
    const z = (reference.successes / reference.n - window.successes / window.n) / error;
    const began = !this.alarmed && z > BOUND;
    // Over when most of what it was raised for has left the window.
    this.alarmed = this.alarmed ? z > BOUND / 2 : began;
    return began;
  }
}

function move(hour: { n: number; successes: number } | undefined, to: { n: number; successes: number }, sign: 1 | -1) {
  if (!hour) return;
  to.n += sign * hour.n;
  to.successes += sign * hour.successes;
}
