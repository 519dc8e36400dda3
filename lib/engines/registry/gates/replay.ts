import { found, type Gate, noSay, SWITCHED_OFF } from "./gate-facts.ts";

/** The newest replay of the version over the fleet's own decisions must not find it worse than what was decided. */
export const replay: Gate = ({ against, replay: newest, hrefs }, { replay: wanted }) => {
  const gate = "replay";
  if (wanted === "off") return noSay(gate, SWITCHED_OFF);
  if (against === null) return noSay(gate, "Nothing is in production to compare it with.");
  if (!newest) {
    const sentence = "It has not been replayed over past decisions.";
    return wanted === "required" ? found(gate, false, { sentence }) : noSay(gate, sentence);
  }
  return found(gate, newest.verdict !== "worse", { sentence: newest.summary, href: hrefs.replay });
};
