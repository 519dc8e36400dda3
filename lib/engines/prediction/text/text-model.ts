import type { EmbeddedTexts } from "#lib/contracts/text-source.ts";
import { QUANTITIES, type QuantityName } from "../quantities.ts";
import { type NearestTexts, unitOf } from "./nearest-texts.ts";
import type { TaskFeatures } from "./task-features.ts";
import { scoresOf, type TextEffects, type TextScores } from "./text-effects.ts";

/** Effects with what they come to for one text. */
interface ReadEffects {
  effects: TextEffects;
  scores: TextScores;
}

/** What one text says, before any agent is looked at. */
export interface ReadText {
  success: ReadEffects | null;
  /** What agents did on similar texts beyond the rest of the model, by agent; null without that learner. */
  remainders: Float64Array | null;
  quantities: Record<QuantityName, ReadEffects | null>;
}

export interface TextParts {
  features: TaskFeatures;
  agentCount: number;
  success: TextEffects | null;
  nearest: NearestTexts | null;
  quantities: Record<QuantityName, TextEffects | null>;
}

/** Texts whose reading is kept: one task is asked about for many agents, and again when it is retried. */
const MAX_REMEMBERED = 32;

/** All that is learned from texts. */
export class TextModel {
  readonly parts: TextParts;
  private readonly remembered = new Map<string, ReadText>();

  constructor(parts: TextParts) {
    this.parts = parts;
  }

  /** Asks the same of texts embedded elsewhere. */
  reading(embedded: EmbeddedTexts): TextModel {
    return new TextModel({ ...this.parts, features: this.parts.features.reading(embedded) });
  }

  /** Null for an empty text, and while its embedding is not there. */
  read(text: string): ReadText | null {
    const known = this.remembered.get(text);
    if (known !== undefined) return known;
    const read = this.readAfresh(text);
    // Its embedding may come later.
    if (!read) return null;
    const oldest = this.remembered.size >= MAX_REMEMBERED ? this.remembered.keys().next().value : undefined;
    if (oldest !== undefined) this.remembered.delete(oldest);
    this.remembered.set(text, read);
    return read;
  }

  private readAfresh(text: string): ReadText | null {
    const { features, agentCount, success, nearest, quantities } = this.parts;
    const x = features.of(text);
    if (!x) return null;
    const score = (effects: TextEffects | null) => (effects ? { effects, scores: scoresOf(effects, x) } : null);
    const near = nearest?.neighbours(unitOf(x, 0, nearest.width));
    return {
      success: score(success),
      remainders: nearest && near ? nearest.remaindersByAgent(near, agentCount) : null,
      quantities: Object.fromEntries(
        QUANTITIES.map((name) => [name, score(quantities[name])]),
      ) as ReadText["quantities"],
    };
  }
}
