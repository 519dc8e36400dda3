import Link from "next/link";
import { Lamp } from "#components/ui/lamp.tsx";
import type { LampName, LampState, Lamp as LampView } from "#lib/contracts/overview.ts";

const PLACES: Record<LampName, { label: string; href: string }> = {
  routing: { label: "Routing", href: "/decisions" },
  providers: { label: "Providers", href: "/configs" },
  budgets: { label: "Budgets", href: "/budgets" },
  models: { label: "Models", href: "/models" },
  health: { label: "Health", href: "/health" },
  database: { label: "Database", href: "/health" },
};
/** Where no provider can be called, a key is what is missing. */
const placeOf = ({ name, state }: LampView) =>
  name === "providers" && state === "off" ? "/settings" : PLACES[name].href;
const WORDS: Record<LampState, string> = { on: "On", off: "Off", caution: "Look", danger: "Act" };

/** Is anything wrong, at a glance. */
export function Lamps({ lamps }: { lamps: readonly LampView[] }) {
  return (
    <ul className="grid grid-cols-1 gap-px overflow-hidden rounded-md border bg-line min-[480px]:grid-cols-2 sheet:grid-cols-3 min-[80rem]:grid-cols-6">
      {lamps.map((lamp) => (
        <li key={lamp.name} className="bg-surface">
          <Link
            href={placeOf(lamp)}
            className="flex h-full flex-col gap-1 px-4 py-3 hover:bg-sunken focus-visible:-outline-offset-2"
          >
            <span className="flex items-center justify-between gap-2 font-medium">
              {PLACES[lamp.name].label}
              <Lamp state={lamp.state} word={WORDS[lamp.state]} loud className="font-normal text-xs" />
            </span>
            <span className="text-muted text-xs">{lamp.sentence}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
