/** Numbers a text becomes by its looks alone. */
export const SURFACE_FEATURES = 8;

const SPACE_OR_BELOW = 0x20;

/**
 * What a text looks like, whatever it says: lengths (natural logarithms of 1 + characters and 1 + words), shares of digits,
 * capitals, punctuation and line breaks, whether it asks, and the mean length of its words. Long, numeric or formatted
 * tasks differ in difficulty, tokens and time in any language.
 */
export function surfaceFeatures(text: string): Float64Array {
  let [digits, capitals, punctuation, lines, words, inWord] = [0, 0, 0, 0, 0, 0];
  let [question, wordCharacters] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= SPACE_OR_BELOW || code === 0xa0 || code === 0x3000) {
      if (code === 0x0a) lines++;
      inWord = 0;
      continue;
    }
    if (inWord === 0) words++;
    inWord = 1;
    wordCharacters++;
    if (code >= 0x30 && code <= 0x39) digits++;
    else if (code >= 0x41 && code <= 0x5a) capitals++;
    else if (isPunctuation(code)) punctuation++;
    // Question marks: ASCII, full-width, Arabic.
    if (code === 0x3f || code === 0xff1f || code === 0x061f) question = 1;
  }
  const length = Math.max(1, text.length);
  return Float64Array.of(
    Math.log1p(text.length),
    Math.log1p(words),
    digits / length,
    capitals / length,
    punctuation / length,
    (100 * lines) / length,
    question,
    words === 0 ? 0 : Math.log1p(wordCharacters / words),
  );
}

function isPunctuation(code: number): boolean {
  const ascii = code < 0x7f && !(code >= 0x61 && code <= 0x7a);
  return ascii || (code >= 0x2010 && code <= 0x205e) || (code >= 0x3001 && code <= 0x303f);
}
