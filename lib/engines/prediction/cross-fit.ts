import { seededRandom } from "#lib/core/random.ts";
import { type ColdStart, SuccessModel } from "./success-model.ts";
import { FOLDS } from "./text/text-rows.ts";

/** Outcomes as columns of indices (leaf -1: no source) and scores 0-1. */
export interface OutcomeRows {
  agents: Int32Array;
  types: Int32Array;
  leaves: Int32Array;
  scores: Float64Array;
}

/** Rounds to settle from where the model of all outcomes stands. */
const FOLD_ROUNDS = 10;

/** Fold of every outcome, at random; outcomes of one text share theirs. @param textOf index of the text, -1 without. */
export function foldsOf(textOf: Int32Array, textCount: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const draw = () => Math.floor(random() * FOLDS);
  const ofText = Uint8Array.from({ length: textCount }, draw);
  return Uint8Array.from(textOf, (text) => (text < 0 ? draw() : (ofText[text] as number)));
}

/** For each fold the table learned from the other folds. */
export function foldTables(rows: OutcomeRows, foldOf: Uint8Array, whole: SuccessModel, coldStart: ColdStart) {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const table = new SuccessModel(coldStart);
    table.forest.startFrom(whole.forest);
    for (let row = 0; row < foldOf.length; row++) {
      if (foldOf[row] === fold) continue;
      const [agent, type, leaf] = [rows.agents[row] as number, rows.types[row] as number, rows.leaves[row] as number];
      table.add(agent, type, leaf, rows.scores[row] as number);
    }
    table.fit(FOLD_ROUNDS);
    return table;
  });
}

/** Logit of every outcome's success probability by the table that has not seen it. */
export function heldOutLogits(rows: OutcomeRows, foldOf: Uint8Array, tables: readonly SuccessModel[]): Float64Array {
  return Float64Array.from(foldOf, (fold, row) => {
    const [agent, type, leaf] = [rows.agents[row] as number, rows.types[row] as number, rows.leaves[row] as number];
    return (tables[fold] as SuccessModel).meanLogit(agent, type, leaf, leaf >= 0);
  });
}
