import { passesLuhn } from "./luhn.ts";

/** Digits in groups, with one space or dash between them at most. */
const DIGIT_GROUPS = /(?<![\d.])\d(?:[ -]?\d){12,40}(?![\d])/g;
const SHORTEST = 13;
const LONGEST = 19;
/** Networks of payment cards begin with 2 to 6. */
const FIRST_DIGIT = /^[2-6]/;

/**
 * Replaces numbers of payment cards: 13 to 19 digits that pass the Luhn check, alone or as whole groups of a longer row
 * ("order 12 4111 1111 1111 1111"). Every tenth other number of that length passes the check, too, and is replaced.
 */
export function replaceCardNumbers(text: string, replacement: string, onFound: () => void): string {
  return text.replace(DIGIT_GROUPS, (row) => {
    const groups = row.split(/([ -])/);
    let clean = "";
    for (let from = 0; from < groups.length; ) {
      const until = endOfCard(groups, from);
      if (until === null) {
        clean += groups.slice(from, from + 2).join("");
        from += 2;
        continue;
      }
      onFound();
      clean += replacement + (groups[until] ?? "");
      from = until + 1;
    }
    return clean;
  });
}

/** Groups stand at even places, what separates them at odd ones. @returns the place behind the longest card from here */
function endOfCard(groups: readonly string[], from: number): number | null {
  let digits = "";
  let found: number | null = null;
  for (let at = from; at < groups.length && digits.length <= LONGEST; at += 2) {
    digits += groups[at] ?? "";
    const fits = digits.length >= SHORTEST && digits.length <= LONGEST;
    if (fits && FIRST_DIGIT.test(digits) && passesLuhn(digits)) found = at + 1;
  }
  return found;
}
