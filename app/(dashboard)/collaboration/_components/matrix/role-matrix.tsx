"use client";

import { formatCount } from "#components/ui/figures.ts";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { hueVariable, roleHue } from "../role-hue.ts";
import { roleCells } from "./matrix-cells.ts";

interface RoleMatrixProps {
  view: CollaborationView;
  visible: readonly number[];
  onOpen: (senders: string, receivers: string) => void;
}

/** Hand-offs from role to role; a figure opens the agents behind it. */
export function RoleMatrix({ view, visible, onOpen }: RoleMatrixProps) {
  const rows = roleCells(view, visible);
  const most = Math.max(1, ...rows.flat().map(({ count }) => count));
  return (
    <Table label="Hand-offs by role">
      <TableHead>
        <TableRow>
          <TableHeader>Senders, to</TableHeader>
          {view.roles.map(({ role }) => (
            <TableHeader key={role} numeric>
              {role}
            </TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <tbody>
        {rows.map((cells, i) => (
          <TableRow key={view.roles[i]?.role}>
            <th scope="row" className="h-8 whitespace-nowrap px-3 text-left font-medium">
              <span
                aria-hidden
                className="mr-2 inline-block size-2.5 rounded-full"
                style={{ background: hueVariable(roleHue(view.roles[i]?.role ?? "")) }}
              />
              {view.roles[i]?.role}
            </th>
            {cells.map(({ from, to, count, pairs }) => (
              <TableCell key={to} numeric className="p-0">
                {count === 0 ? (
                  <span className="px-3 text-muted">0</span>
                ) : (
                  <button
                    type="button"
                    title={`${formatCount(pairs)} pairs`}
                    aria-label={`${formatCount(count)} hand-offs from ${from} to ${to}: show the agents`}
                    onClick={() => onOpen(from, to)}
                    className="h-8 w-full px-3 text-right hover:underline focus-visible:-outline-offset-2 pointer-coarse:h-10"
                    style={{
                      background: `color-mix(in oklch, var(--color-series-1) ${Math.round((28 * count) / most)}%, transparent)`,
                    }}
                  >
                    {formatCount(count)}
                  </button>
                )}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
