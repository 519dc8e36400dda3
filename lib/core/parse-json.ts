/** The escape of half a surrogate pair, and of whole ones: JSON alone can carry the half, UTF-8 cannot. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * Reads JSON that somebody sent. Half a surrogate pair, as a text leaves behind that was cut through a character, becomes
 * U+FFFD: PostgreSQL cannot read JSON that holds one, so a single such task would keep every model of its fleet from training.
 * @throws SyntaxError where the text is no JSON
 */
export function parseJson(text: string): unknown {
  return SURROGATE_ESCAPE.test(text) ? JSON.parse(text, wellFormed) : JSON.parse(text);
}

const wellFormed = (_: string, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value);
