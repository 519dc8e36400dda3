import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { hueVariable, roleHue } from "./role-hue.ts";

/** What colours, dashes and sizes stand for. */
export function GraphLegend({ view, shape }: { view: CollaborationView; shape: "graph" | "matrix" }) {
  const isCount = view.measure === "handoffs";
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
      {isCount
        ? null
        : [
            { name: "Better together", colour: "var(--color-series-1)", dash: "0" },
            { name: "Worse together", colour: "var(--color-series-2)", dash: "5 3" },
            { name: "May be chance", colour: "var(--color-line)", dash: "0" },
          ].map(({ name, colour, dash }) => (
            <li key={name} className="inline-flex items-center gap-1.5">
              <svg aria-hidden="true" viewBox="0 0 20 10" className="h-2.5 w-5">
                <line x1="0" x2="20" y1="5" y2="5" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
              </svg>
              {name}
            </li>
          ))}
      {view.roles.slice(0, 12).map(({ role, agents }) => (
        <li key={role} className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-full" style={{ background: hueVariable(roleHue(role)) }} />
          {role} ({agents})
        </li>
      ))}
      {shape === "graph" ? (
        <li>
          {isCount ? "A line has the colour of who hands over. The" : "The"} stronger a line, the more.{" "}
          {isCount ? "Of one agent: solid gives, dashed gets." : ""}
        </li>
      ) : null}
    </ul>
  );
}
