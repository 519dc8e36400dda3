/** Ways in which a pattern may match at one place of a text: the work for each character is bounded by it. */
const MOST_WAYS = 10_000;

/**
 * Why a pattern of the operator's is not taken; null: it is. Patterns are regular expressions without what can take a
 * time that grows faster than the text: every repetition says how often at most ({1,20} in place of + and *), there are
 * no look-arounds nor references back, and what varies may not multiply beyond 10,000 ways.
 */
export function refusalOfPattern(pattern: string): string | null {
  try {
    if (new RegExp(pattern, "giu").test(""))
      return "It finds nothing at all, everywhere: ask for a character at least.";
  } catch (error) {
    return error instanceof Error ? error.message : "This is no regular expression.";
  }
  if (/\\[1-9k]/.test(pattern.replaceAll("\\\\", ""))) return "References back to what was found are not taken.";
  const shape = withoutLiterals(pattern);
  if (/\(\?(?!:)/.test(shape)) return "Groups may be ( ) or (?: ) alone: no look-arounds and no names.";
  if (/[*+]|\{\d+,\}/.test(shape)) return "Say how often at most: {1,20} in place of + and *.";
  const ways = waysOf({ rest: shape.replaceAll("(?:", "(") });
  return ways <= MOST_WAYS ? null : "It can match in too many ways at one place: make its parts more definite.";
}

/** Escaped characters and classes as one letter, so that what is left is the pattern's structure. */
function withoutLiterals(pattern: string): string {
  return pattern.replaceAll(/\\[pPu]\{[^}]*\}|\\./g, "x").replaceAll(/\[[^\]]*\]/g, "x");
}

/** Reads alternatives up to the group's end: what follows one another multiplies, what stands beside one another adds. */
function waysOf(shape: { rest: string }): number {
  let sum = 0;
  let product = 1;
  while (shape.rest !== "" && !shape.rest.startsWith(")")) {
    const next = shape.rest[0];
    shape.rest = shape.rest.slice(1);
    if (next === "|") {
      sum += product;
      product = 1;
      continue;
    }
    let ways = 1;
    if (next === "(") {
      ways = waysOf(shape);
      shape.rest = shape.rest.slice(1);
    }
    product *= repeated(ways, shape);
  }
  return sum + product;
}

function repeated(ways: number, shape: { rest: string }): number {
  const [written, least, most] = /^(?:\?|\{(\d+)(?:,(\d+))?\})/.exec(shape.rest) ?? [""];
  if (written === "") return ways;
  // A question mark behind it only says which way is tried first.
  shape.rest = shape.rest.slice(written.length).replace(/^\?/, "");
  const from = Number(least ?? 0);
  const to = written === "?" ? 1 : Number(most ?? least);
  return ways ** to * (to - from + 1);
}
