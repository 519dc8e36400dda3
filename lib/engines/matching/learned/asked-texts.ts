/** A text and a capability it asks for; null: it asks for none of them. One that asks for two is two examples. */
export interface MatcherExample {
  text: string;
  capability: string | null;
}

/** A text with every capability it asks for; none: nothing the fleet can do. */
export interface AskedText {
  text: string;
  asked: readonly string[];
}

/** Each text once, in the order of its first example: one that asks for two capabilities is two examples. */
export function askedTexts(examples: readonly MatcherExample[]): AskedText[] {
  const asked = new Map<string, string[]>();
  for (const { text, capability } of examples) {
    const names = asked.get(text) ?? [];
    if (capability !== null && !names.includes(capability)) names.push(capability);
    asked.set(text, names);
  }
  return [...asked].map(([text, names]) => ({ text, asked: names }));
}
