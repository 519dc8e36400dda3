import { Vocabulary } from "../vocabulary.ts";

export const FOLDS = 5;

/** Which outcomes belong to which text, and the texts' features and folds. */
export interface TextRows {
  /** Distinct texts; the empty one is not among them. */
  count: number;
  /** Text index of each outcome; -1 without text. */
  textOf: Int32Array;
  /** Outcomes by text: `rows[starts[t]]` to `rows[starts[t + 1]]`. */
  starts: Int32Array;
  rows: Int32Array;
  /** Fold of each text: all outcomes of a text are held out together, or the text itself would give them away. */
  folds: Uint8Array;
  /** count x width, row-major. */
  features: Float64Array;
  width: number;
  /** The first so many features say what a text is about, the others how it looks. */
  aboutWidth: number;
}

/** Groups outcomes by text. @param foldOf fold of each outcome; outcomes of one text have the same. */
export function groupByText(
  textOf: Int32Array,
  count: number,
  foldOf: Uint8Array,
): Omit<TextRows, "features" | "width" | "aboutWidth"> {
  const starts = new Int32Array(count + 1);
  for (const text of textOf) if (text >= 0) starts[text + 1] = (starts[text + 1] as number) + 1;
  for (let text = 0; text < count; text++) starts[text + 1] = (starts[text + 1] as number) + (starts[text] as number);
  const next = starts.slice();
  const rows = new Int32Array(starts[count] as number);
  const folds = new Uint8Array(count);
  for (let row = 0; row < textOf.length; row++) {
    const text = textOf[row] as number;
    if (text < 0) continue;
    const at = next[text] as number;
    rows[at] = row;
    next[text] = at + 1;
    folds[text] = foldOf[row] as number;
  }
  return { count, textOf, starts, rows, folds };
}

/** Distinct texts of outcomes, in the order they were met. */
export class TextList {
  private readonly vocabulary = new Vocabulary();

  /** Index of the text; -1 for the empty one. */
  add(text: string): number {
    return text === "" ? -1 : this.vocabulary.add(text);
  }

  get texts(): readonly string[] {
    return this.vocabulary.names;
  }
}
