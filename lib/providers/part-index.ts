import type { ChatEvent } from "#lib/contracts/chat.ts";

type StartedPart = Extract<ChatEvent, { type: "part_start" }>["part"];

/** Counts the parts of a streamed answer, which each provider names in its own way. */
export class PartIndex {
  private readonly open = new Map<string | number, number>();
  private next = 0;

  /** The index of the provider's part; the first time it is started. */
  started(key: string | number, part: StartedPart, events: object[]): number {
    const known = this.open.get(key);
    if (known !== undefined) return known;
    const index = this.next++;
    this.open.set(key, index);
    events.push({ type: "part_start", index, part } satisfies ChatEvent);
    return index;
  }

  /** The index of a part that has begun; null when it was none of ours. */
  of(key: string | number): number | null {
    return this.open.get(key) ?? null;
  }

  end(key: string | number): { type: "part_end"; index: number }[] {
    const index = this.open.get(key);
    if (index === undefined) return [];
    this.open.delete(key);
    return [{ type: "part_end", index }];
  }

  endAll(): { type: "part_end"; index: number }[] {
    return [...this.open.keys()].flatMap((key) => this.end(key));
  }
}
