/** Where a text stops being JSON, and why. */
export class JsonSyntaxError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.name = "JsonSyntaxError";
    this.line = line;
  }
}

export interface JsonPlaces {
  value: unknown;
  /** Line of a property or item, counted from 1; of the nearest thing around it when there is no such. */
  lineOf(path: readonly (string | number)[]): number;
  /** Properties written twice: JSON takes the last one in silence. */
  repeated: { path: string[]; line: number }[];
}

const SPACE = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids just these
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const DEEPEST = 64;

/**
 * Reads JSON (RFC 8259) and remembers on which line each part stands, which JSON.parse does not tell.
 * @throws JsonSyntaxError with the line of the first character that does not belong there.
 */
export function readJsonPlaces(text: string): JsonPlaces {
  const source = text.replace(/^\uFEFF/, "");
  const lines = new Map<string, number>();
  const repeated: JsonPlaces["repeated"] = [];
  let at = 0;
  let counted = 0;
  let line = 1;
  // Only what is new since the last question, so that a large file is counted through once.
  const lineHere = () => {
    for (; counted < at; counted++) if (source[counted] === "\n") line++;
    return line;
  };
  const skip = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const fail = (expected: string): never => {
    const character = source[at];
    const met = character === undefined ? "the end of the file" : JSON.stringify(character);
    throw new JsonSyntaxError(`Not JSON: expected ${expected}, found ${met}.`, lineHere());
  };
  const take = (character: string): boolean => {
    skip(SPACE);
    if (source[at] !== character) return false;
    at++;
    return true;
  };

  const readObject = (path: string[]): void => {
    const seen = new Set<string>();
    if (take("}")) return;
    do {
      skip(SPACE);
      const here = lineHere();
      const name = JSON.parse(skip(STRING) ?? fail("a property in double quotes")) as string;
      const inside = [...path, name];
      if (seen.has(name)) repeated.push({ path: inside, line: here });
      seen.add(name);
      lines.set(keyOf(inside), here);
      if (!take(":")) fail('":"');
      readValue(inside);
    } while (take(","));
    if (!take("}")) fail('"," or "}"');
  };
  const readArray = (path: string[]): void => {
    if (take("]")) return;
    let index = 0;
    do {
      skip(SPACE);
      lines.set(keyOf([...path, index]), lineHere());
      readValue([...path, String(index++)]);
    } while (take(","));
    if (!take("]")) fail('"," or "]"');
  };
  const readValue = (path: string[]): void => {
    if (path.length > DEEPEST) throw new JsonSyntaxError("Nested too deeply.", lineHere());
    if (take("{")) readObject(path);
    else if (take("[")) readArray(path);
    else if (skip(STRING) === null && skip(SCALAR) === null) fail("a value");
  };

  readValue([]);
  skip(SPACE);
  if (at < source.length) fail("nothing more");
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let length = path.length; length > 0; length--) {
      const found = lines.get(keyOf(path.slice(0, length)));
      if (found !== undefined) return found;
    }
    return 1;
  };
  return { value: JSON.parse(source), lineOf, repeated };
}

const keyOf = (path: readonly (string | number)[]): string => JSON.stringify(path.map(String));
