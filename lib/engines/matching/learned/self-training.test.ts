import { expect, it } from "vitest";
import { LearnedCapabilityMatcher } from "./learned-capability-matcher.ts";

const WORDS = {
  desk_a: "fly plane ticket airline gate runway pilot boarding luggage jet".split(" "),
  desk_b: "owe invoice settle due amount debit fee charge balance receipt".split(" "),
};
type Desk = keyof typeof WORDS;
const DESKS = Object.keys(WORDS) as Desk[];

/** Three words of a desk's ten, so that words far apart meet only through the texts between them. */
function text(desk: Desk, i: number): string {
  const word = (at: number) => WORDS[desk][at % 10];
  return `please ${word(i)} and ${word(i + 1)} then ${word(i + 3)} number ${i}`;
}

it("learns words that no example has from the texts they share words with", () => {
  const capabilities = DESKS.map((name) => ({ name, description: "", domain: null }));
  const examples = DESKS.flatMap((desk) =>
    [20, 0, 1, 21, 2, 22].map((i) => ({ text: text(desk, i), capability: desk })),
  );
  const unlabelled = DESKS.flatMap((desk) => Array.from({ length: 40 }, (_, i) => text(desk, i + 40)));
  const asked = DESKS.flatMap((desk) =>
    [6, 7, 8].map((i) => ({ desk, text: `${WORDS[desk][i]} ${WORDS[desk][i + 1]}` })),
  );
  const surely = (texts: readonly string[]) => {
    const matcher = LearnedCapabilityMatcher.fit(examples, capabilities, { seed: 1, unlabelled: texts });
    return asked.filter(({ desk, text }) => {
      const [best] = matcher.match(text).capabilities;
      return best?.name === desk && best.probability > 0.9;
    }).length;
  };
  expect(surely(unlabelled)).toBe(6);
  expect(surely([])).toBeLessThan(6);
});
