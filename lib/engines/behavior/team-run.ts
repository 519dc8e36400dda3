/** What the agents of one task said and handed to each other, in order. */
export interface TeamRun {
  id: string;
  taskType: string;
  /** What was asked for; null where it is not kept. */
  taskText: string | null;
  /** Null: nobody has said yet. */
  succeeded: boolean | null;
  interactions: readonly Interaction[];
}

/** One step of a run: an agent's turn. */
export interface Interaction {
  /** Place in the run; unique in it and ascending, gaps allowed. */
  step: number;
  from: string;
  /** Whom it is addressed to; null: nobody by name, so whoever speaks next takes it. */
  to: string | null;
  /** As the sender names it: message, thought, tool call, ... */
  kind: string;
  /** Length of what was said, of which `text` may be the beginning only; null where unknown. */
  chars: number | null;
  /** Milliseconds since 1970; null where unknown. */
  atMs: number | null;
  /** Null where it is not kept. */
  text: string | null;
}

/** A failed run whose fault is known, to learn from. `step` is that of the interaction; null: only who is known. */
export interface KnownFault {
  agent: string;
  step: number | null;
}

/** One passing of work from an agent to another one. */
export interface HandOff {
  from: string;
  to: string;
  /** Step of the interaction that handed over. */
  step: number;
  /** Between this interaction and the next one of the receiver, in milliseconds; null where unknown or never. */
  waitMs: number | null;
}

/**
 * Who handed over to whom: the addressee, else whoever speaks next. What an agent says to itself is no hand-off, nor is the
 * last turn, unless it is addressed to somebody.
 */
export function handOffs({ interactions }: Pick<TeamRun, "interactions">): HandOff[] {
  return interactions.flatMap(({ from, to, step, atMs }, at) => {
    const receiver = to ?? interactions[at + 1]?.from ?? null;
    if (receiver === null || receiver === from) return [];
    const reply = interactions.slice(at + 1).find((later) => later.from === receiver);
    const waitMs = reply && reply.atMs !== null && atMs !== null ? Math.max(0, reply.atMs - atMs) : null;
    return [{ from, to: receiver, step, waitMs }];
  });
}
