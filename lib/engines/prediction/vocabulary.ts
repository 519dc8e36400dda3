/** Names as indices in the order they were met; -1 for the unknown. */
export class Vocabulary {
  readonly names: string[] = [];
  private readonly index = new Map<string, number>();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.add(name);
  }

  /** Index of the name, which is new when it was not known. */
  add(name: string): number {
    let at = this.index.get(name);
    if (at === undefined) {
      at = this.names.length;
      this.index.set(name, at);
      this.names.push(name);
    }
    return at;
  }

  /** -1 for a name that was never added. */
  indexOf(name: string): number {
    return this.index.get(name) ?? -1;
  }
}

/** Name of a leaf: a source counts within its type. */
export function leafName(type: string, source: string): string {
  return `${type}\u0000${source}`;
}
