const SAME_WITHIN = 0.0005;

/** 0.5 is "-50 %", 1 "the same", 3 "+200 %". */
export function describeRatio(ratio: number): string {
  const change = ratio - 1;
  if (Math.abs(change) < SAME_WITHIN) return "the same";
  const percent = Math.abs(change * 100);
  const text = percent < 10 ? percent.toFixed(1) : percent.toFixed(0);
  return `${change > 0 ? "+" : "-"}${text} %`;
}
