import { EffectSearch, NO_EFFECTS, type Response } from "./effect-search.ts";
import type { TextEffects } from "./text-effects.ts";
import type { TextRows } from "./text-rows.ts";

/** How texts change one quantity. */
export interface QuantityLearning {
  effects: TextEffects | null;
  /** For every outcome what is foretold of it without its text having been seen. */
  heldOut: Float64Array | null;
  /** Share of the squared error (log scale) that texts explain on held-out outcomes; 0 when they are not used. */
  explained: number;
}

const MIN_ROWS = 100;
/** One outcome a thousand times off its like must not bend the whole line. */
const MAX_RESIDUAL = 4;

/**
 * Ridge regression of what types, sources and agents leave over of the logarithm of a quantity; kept when it explains more
 * of held-out outcomes than nothing, by one standard error.
 * @param residuals one for each outcome; NaN where the quantity is not known.
 */
export function learnQuantity(
  residuals: Float64Array,
  agents: Int32Array,
  agentCount: number,
  texts: TextRows,
): QuantityLearning {
  const unused = { effects: null, heldOut: null, explained: 0 };
  const values = new Float64Array(residuals.length);
  const weights = new Float64Array(residuals.length);
  let [rows, squares] = [0, 0];
  for (let row = 0; row < residuals.length; row++) {
    const residual = residuals[row] as number;
    if (Number.isNaN(residual) || (texts.textOf[row] as number) < 0) continue;
    values[row] = Math.max(-MAX_RESIDUAL, Math.min(MAX_RESIDUAL, residual));
    weights[row] = 1;
    squares += (values[row] as number) ** 2;
    rows++;
  }
  if (rows < MIN_ROWS || squares === 0) return unused;
  const loss = (row: number, effect: number) => ((values[row] as number) - effect) ** 2;
  const response: Response = { agents, agentCount, values, weights, loss };
  const search = new EffectSearch(response, texts);
  const { best } = search.search();
  if (best.penalties === NO_EFFECTS || best.gain <= best.error) return unused;
  const heldOut = search.heldOut(best.penalties);
  return { effects: search.solve(best.penalties), heldOut, explained: (best.gain * rows) / squares };
}
