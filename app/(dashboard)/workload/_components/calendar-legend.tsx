import type { ReactNode } from "react";

/** What the bars and the marks above them stand for. */
export function CalendarLegend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
      <li className="inline-flex items-center gap-1.5">
        <Key>
          <path d="M0 24V18H5V12H10V7H15V24Z" className="fill-edge" />
        </Key>
        share of its slots that the hour asks for; to the top: all of them
      </li>
      <li className="inline-flex items-center gap-1.5">
        <Key>
          <rect y="0" width="15" height="3" className="fill-caution" />
        </Key>
        thin mark: 20-50% likely to be full
      </li>
      <li className="inline-flex items-center gap-1.5">
        <Key>
          <rect y="0" width="15" height="6" className="fill-danger" />
        </Key>
        thick mark: 50% or more
      </li>
    </ul>
  );
}

function Key({ children }: { children: ReactNode }) {
  return (
    <svg aria-hidden viewBox="0 0 15 24" className="h-5 w-3.5 shrink-0 rounded-sm bg-sunken">
      {children}
    </svg>
  );
}
