/** Words that carry no skill; mostly what task descriptions put around the thing to do. */
const STOP_WORDS = new Set(
  `a about above after again all also an and any are as at be because been before being below between both but by can
  could did do does doing each few for from further get give given go had has have having he her here him his how i if
  in into is it its itself just let like make may me more most must my need no nor not now of off on once only or other
  our out over own per please same she should so some such than that the their them then there these they this those to
  too under until up us use used using very was we were what when where which while who whom why will with would you
  your`
    .split(/\s+/)
    .filter(Boolean),
);

const TOKEN = /[\p{L}\p{N}]+/gu;

/** Lower-case words of a text without stop words; "web_search" gives web and search. */
export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (const [word] of text.toLowerCase().matchAll(TOKEN)) if (!STOP_WORDS.has(word)) tokens.push(word);
  return tokens;
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const BOUNDARY = 0x5f;
const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;

/**
 * Calls back with the hashed features of one word: the word itself, then its character 3- to 5-grams with the word's
 * boundaries marked, as in Bojanowski et al., "Enriching word vectors with subword information" (2017).
 * Hashes are 32-bit FNV-1a; a collision merely blurs two rare features.
 */
export function eachFeature(word: string, callback: (hash: number, isWord: boolean) => void): void {
  let whole = OFFSET;
  for (let i = 0; i < word.length; i++) whole = Math.imul(whole ^ word.charCodeAt(i), PRIME);
  callback(whole | 0, true);
  const end = word.length + 2;
  for (let start = 0; start + SHORTEST_GRAM <= end; start++) {
    let hash = Math.imul(OFFSET ^ 1, PRIME);
    for (let at = start; at < end && at < start + LONGEST_GRAM; at++) {
      const code = at === 0 || at === end - 1 ? BOUNDARY : word.charCodeAt(at - 1);
      hash = Math.imul(hash ^ code, PRIME);
      if (at - start + 1 >= SHORTEST_GRAM) callback(hash | 0, false);
    }
  }
}
