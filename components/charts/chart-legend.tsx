import { REST, SERIES } from "./axes.ts";

export interface LegendItem {
  name: string;
  /** Which of the fixed hues and dashes; "rest" stands for all the others. */
  series: 0 | 1 | 2 | 3 | 4 | 5 | "rest";
  mark: "line" | "circle" | "diamond" | "square";
}

/** What each hue, dash and shape stands for; under the chart, so that it never covers a point. */
export function ChartLegend({ items }: { items: readonly LegendItem[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
      {items.map((item) => (
        <li key={item.name} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox="0 0 20 10" className="h-2.5 w-5 shrink-0">
            <Mark {...item} />
          </svg>
          {item.name}
        </li>
      ))}
    </ul>
  );
}

function Mark({ series, mark }: LegendItem) {
  const { stroke, strokeDasharray } = series === "rest" ? REST : SERIES[series];
  switch (mark) {
    case "line":
      return <line x1="0" x2="20" y1="5" y2="5" stroke={stroke} strokeWidth="1.5" strokeDasharray={strokeDasharray} />;
    case "circle":
      return <circle cx="10" cy="5" r="3.5" fill={stroke} />;
    case "diamond":
      return <path d="M10 0.5 14.5 5 10 9.5 5.5 5Z" fill={stroke} />;
    case "square":
      return <rect x="6.5" y="1.5" width="7" height="7" fill={stroke} />;
    default:
      return mark satisfies never;
  }
}
