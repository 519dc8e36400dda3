import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AttentionItem } from "#lib/contracts/overview.ts";

/** What needs a person; when nothing does, it says so. */
export function Attention({ items }: { items: readonly AttentionItem[] }) {
  if (items.length === 0) {
    return (
      <p className="flex items-center gap-2 rounded-md border bg-surface px-4 py-2.5">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        Nothing needs you.
      </p>
    );
  }
  return (
    <section aria-label="Needs a person" className="rounded-md border bg-surface">
      <h2 className="border-b px-4 py-2 font-semibold text-base">
        {items.length === 1 ? "One thing needs" : `${items.length} things need`} a person
      </h2>
      <ul>
        {items.map((item) => (
          <li key={item.id} className="border-b last:border-b-0">
            <Link
              href={item.href}
              className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5 hover:bg-sunken focus-visible:-outline-offset-2"
            >
              <Lamp state={item.severity} word={item.severity === "danger" ? "Act" : "Look"} loud className="w-14" />
              <span className="min-w-0 grow basis-48">{item.sentence}</span>
              {item.since ? <RelativeTime at={item.since} className="whitespace-nowrap text-muted text-xs" /> : null}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
