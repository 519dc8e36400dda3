import { count, type Difference, found, type Gate, noSay, percent, points, SWITCHED_OFF } from "./gate-facts.ts";

/**
 * Held-out success not below production's by more than the margin; where choices cannot be compared, the Brier score not
 * above it. It fails only when the loss is beyond the margin and its 95% interval excludes "no loss": on a handful of
 * tasks two equal models differ by more than any sensible margin.
 */
export const notWorse: Gate = ({ against, comparison, hrefs }, { maxSuccessLoss, maxBrierLoss }) => {
  const gate = "not_worse";
  if (against === null) return noSay(gate, "Nothing is in production to compare it with.");
  if (maxSuccessLoss === null && maxBrierLoss === null) return noSay(gate, SWITCHED_OFF);
  const { success = null, brier = null, how = "", quality = "" } = comparison ?? {};
  if (success && maxSuccessLoss !== null) {
    const loss = -success.difference;
    return found(gate, !isWorse(loss, [-success.ci95[1], -success.ci95[0]], maxSuccessLoss), {
      sentence:
        `${quality} ${percent(success.candidate)} against ${percent(success.production)} of v${against}, ` +
        `${differenceText(success, points)}; at most ${points(maxSuccessLoss)} lower. ${how}`,
      value: success.difference,
      bound: -maxSuccessLoss,
      unit: "fraction",
      href: hrefs.compare,
    });
  }
  if (brier && maxBrierLoss !== null) {
    const text = (value: number) => value.toFixed(4);
    return found(gate, !isWorse(brier.difference, brier.ci95, maxBrierLoss), {
      sentence:
        `Brier score ${text(brier.candidate)} against ${text(brier.production)} of v${against} (less is better), ` +
        `${differenceText(brier, text)}; at most ${maxBrierLoss} higher. ${how}`,
      value: brier.difference,
      bound: maxBrierLoss,
      unit: "squared error",
      href: hrefs.compare,
    });
  }
  return noSay(gate, `No outcome is held out on which both it and v${against} could be measured.`);
};

function isWorse(loss: number, [low]: readonly [number, number], margin: number): boolean {
  return loss > margin && low > 0;
}

function differenceText({ difference, ci95, n }: Difference, text: (value: number) => string): string {
  const signed = (value: number) => `${value > 0 ? "+" : ""}${text(value)}`;
  const [low, high] = ci95;
  const verdict = low <= 0 && high >= 0 ? ", not distinguishable" : "";
  return `a difference of ${signed(difference)} (95% ${signed(low)} to ${signed(high)}, n ${count(n)})${verdict}`;
}
