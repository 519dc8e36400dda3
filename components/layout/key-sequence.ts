/** Longest pause between the two keys of a jump. */
const PAUSE_MS = 1500;

type Press = Pick<KeyboardEvent, "key" | "timeStamp">;

/** What single keys mean: "?" asks for the list, "g" and a letter jump. Remembers one key back. */
export class KeySequence {
  #leaderAt = Number.NEGATIVE_INFINITY;

  /** "?" for the list, a letter for a jump, null for a key that means nothing (yet). */
  press({ key, timeStamp }: Press): string | null {
    const jumping = timeStamp - this.#leaderAt <= PAUSE_MS;
    this.#leaderAt = !jumping && key === "g" ? timeStamp : Number.NEGATIVE_INFINITY;
    if (key === "?") return key;
    return jumping && /^[a-z]$/.test(key) ? key : null;
  }
}
