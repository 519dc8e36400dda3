"use client";

import { debounce, parseAsIsoDateTime, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { cn } from "../ui/cn.ts";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { startOfSpan, TIME_SPAN_NAMES, TIME_SPANS, type TimeSpan } from "./time-range.ts";

const BETWEEN = "between";
const SPANS = TIME_SPANS.map((span) => ({ value: span, label: TIME_SPAN_NAMES[span] }));
const MOMENTS = { value: BETWEEN, label: "From … to …" };
const OPTIONS = [{ value: "", label: "All time" }, ...SPANS, MOMENTS];
const LIMITED = [...SPANS, MOMENTS];
const SEARCH = {
  range: parseAsStringLiteral(TIME_SPANS),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  cursor: parseAsString,
};
const NO_RANGE = { range: null, from: null, to: null, cursor: null };
const MINUTE_MS = 60_000;

/**
 * A span that ends now, or two moments; the address holds either, and the server renders the new view.
 * @param without what is shown when the address names neither; absent: all time
 */
export function UrlTimeRange({ without }: { without?: TimeSpan }) {
  const [pending, startTransition] = useTransition();
  const [{ range, from, to }, setSearch] = useQueryStates(SEARCH, { shallow: false, startTransition });
  const choose = (value: string) => {
    const span = TIME_SPANS.find((known) => known === value) ?? null;
    if (value !== BETWEEN) return setSearch({ ...NO_RANGE, range: span }, { history: "push" });
    // Begins with what is shown, to the minute, which is all the fields can say.
    const begin = startOfSpan(range ?? without ?? "24h", Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
    return setSearch({ ...NO_RANGE, from: begin }, { history: "push" });
  };
  const type = (moments: { from: Date } | { to: Date | null }) =>
    setSearch({ ...moments, cursor: null }, { limitUrlUpdates: debounce(600) });
  const between = from !== null || to !== null;
  return (
    <span
      className={cn("inline-flex max-w-full flex-wrap items-center gap-2", pending && "opacity-60")}
      aria-busy={pending}
    >
      <Select
        aria-label="Time"
        className="w-auto"
        value={between ? BETWEEN : (range ?? without ?? "")}
        options={without ? LIMITED : OPTIONS}
        onChange={(event) => void choose(event.target.value)}
      />
      {between ? (
        <>
          <Moment
            label="From"
            at={from}
            max={to}
            // A field that is half typed is empty: the address keeps the last whole moment.
            onChange={(at) => (at === null ? undefined : void type({ from: at }))}
          />
          <span className="text-muted">to</span>
          <Moment label="To" at={to} min={from} onChange={(at) => void type({ to: at })} />
        </>
      ) : null}
      <span className="text-muted text-xs" title="Every time on these pages is in UTC">
        UTC
      </span>
    </span>
  );
}

interface MomentProps {
  label: string;
  at: Date | null;
  min?: Date | null;
  max?: Date | null;
  onChange: (at: Date | null) => void;
}

function Moment({ label, at, min = null, max = null, onChange }: MomentProps) {
  return (
    <Input
      type="datetime-local"
      aria-label={`${label}, UTC`}
      aria-invalid={(at && ((min && at <= min) || (max && at >= max))) || undefined}
      className="w-auto"
      value={fieldText(at)}
      onChange={({ target }) => onChange(target.value === "" ? null : new Date(`${target.value}Z`))}
    />
  );
}

/** The browser's field knows no zone; it is given and gives UTC. */
const fieldText = (at: Date | null): string => at?.toISOString().slice(0, 16) ?? "";
