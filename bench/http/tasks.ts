import type { RouteRequestWire } from "#lib/contracts/decision.ts";

/** What the load consists of: a type with the capability it needs, and how its texts begin. */
export const KINDS = [
  { type: "research", needs: "web_search", text: "Find three independent sources on" },
  { type: "summary", needs: "summarization", text: "Boil down for the board what we have on" },
  { type: "analysis", needs: "analysis", text: "Which trend do the figures show about" },
] as const;

const SUBJECTS = ["tidal power", "battery recycling", "urban logistics", "rail punctuality", "payment disputes"];
const PLACES = ["Brittany", "Bavaria", "Lombardy", "Jutland", "Wales", "Silesia", "Andalusia"];

/** The n-th text of a kind; no two are alike, as in life: what was read once would be remembered. */
export function textOf({ text }: (typeof KINDS)[number], n: number): string {
  return `${text} ${SUBJECTS[n % SUBJECTS.length]} in ${PLACES[n % PLACES.length]} and compare their cost figures, part ${n}.`;
}

/** More texts than any cache remembers. */
const BODIES = 3_000;

/** Bodies of `POST /route`, in turn. @param named whether they name the capability, or leave it to the text */
export function requestBodies(named: boolean): string[] {
  return Array.from({ length: BODIES }, (_, n) => {
    const kind = KINDS[n % KINDS.length] ?? KINDS[0];
    const task = { type: kind.type, description: textOf(kind, n) };
    const request: RouteRequestWire = { task: named ? { ...task, required_capabilities: [kind.needs] } : task };
    return JSON.stringify(request);
  });
}
