import Link from "next/link";
import type { Column } from "#components/data-table/column.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { type AlertView, alertPath } from "#lib/contracts/alert.ts";

const SEVERITY_WORDS: Record<AlertView["severity"], string> = { caution: "Caution", danger: "Danger" };

export const OPENED: Column<AlertView> = {
  id: "opened",
  header: "Begun",
  sortBy: ({ openedAt }) => openedAt,
  cell: ({ openedAt }) => <RelativeTime at={openedAt} />,
};

export const SEVERITY: Column<AlertView> = {
  id: "severity",
  header: "Severity",
  sortBy: ({ severity }) => severity,
  cell: ({ severity, resolvedAt }) => (
    <Lamp state={resolvedAt === null ? severity : "off"} word={SEVERITY_WORDS[severity]} />
  ),
};

export const MESSAGE: Column<AlertView> = {
  id: "message",
  header: "What happened",
  className: "min-w-64",
  cell: (alert) => (
    <Link href={alertPath(alert)} className="hover:underline">
      {alert.message}
    </Link>
  ),
};
