/** The same axes, tooltip and series order in every chart. */
export const SERIES = [
  { stroke: "var(--color-series-1)", strokeDasharray: "0" },
  { stroke: "var(--color-series-2)", strokeDasharray: "6 3" },
  { stroke: "var(--color-series-3)", strokeDasharray: "2 2" },
  { stroke: "var(--color-series-4)", strokeDasharray: "8 3 2 3" },
  { stroke: "var(--color-series-5)", strokeDasharray: "4 4" },
  { stroke: "var(--color-series-6)", strokeDasharray: "1 3" },
] as const;

/** What has no hue of its own: all the others together. */
export const REST = { stroke: "var(--color-edge)", strokeDasharray: "0" } as const;

export const AXIS = {
  stroke: "var(--color-edge)",
  tick: { fill: "var(--color-muted)", fontSize: 12 },
  tickLine: false,
} as const;

export const GRID = { stroke: "var(--color-line)", vertical: false } as const;

export const TOOLTIP = {
  isAnimationActive: false,
  cursor: { stroke: "var(--color-edge)" },
  contentStyle: {
    background: "var(--color-raised)",
    border: "1px solid var(--color-line)",
    borderRadius: 6,
    padding: "4px 8px",
    fontSize: 12,
  },
  labelStyle: { color: "var(--color-muted)" },
  itemStyle: { color: "var(--color-ink)", padding: 0 },
} as const;

export const THRESHOLD = { stroke: "var(--color-danger)", strokeDasharray: "4 3" } as const;

/** What an axis measures, under it. */
export const axisTitle = (value: string) =>
  ({ value, position: "insideBottom", fill: "var(--color-muted)", fontSize: 12 }) as const;
