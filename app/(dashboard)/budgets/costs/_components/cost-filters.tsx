"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { useId, useState, useTransition } from "react";
import { UrlTimeRange } from "#components/data-table/url-time-range.tsx";
import { FilterRow } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { COST_BUCKETS, COST_DIMENSIONS, COST_FILTERS, type CostFilter } from "#lib/contracts/cost-explorer.ts";
import { COST_MEASURES, costSearch, DEFAULT_SPAN } from "../search-params.ts";
import { BUCKET_WORDS, DIMENSION_WORDS, NONE_WORDS } from "./cost-words.ts";
import { withoutFilterHref } from "./drill-down.ts";

/** What exists of each filter, to be offered: what is stored, and how it is called. */
export type KnownValues = Partial<Record<CostFilter, { value: string; label: string }[]>>;

const MEASURE_WORDS = { cost: "Cost", tasks: "Tasks", tokens: "Tokens" };
const DIMENSIONS = COST_DIMENSIONS.map((value) => ({ value, label: DIMENSION_WORDS[value] }));
const labelled = (label: string, first: string) => `${label}: ${first}`;

/** What the view is split by, its time, and what it is narrowed to; all of it is the address. */
export function CostFilters({ known }: { known: KnownValues }) {
  const [pending, startTransition] = useTransition();
  const [search, setSearch] = useQueryStates(costSearch, { shallow: false, startTransition, history: "push" });
  const { by, and, show, bucket } = search;
  const set = (change: Parameters<typeof setSearch>[0]) => void setSearch(change);
  return (
    <div className={cn("flex flex-col gap-2", pending && "opacity-60")} aria-busy={pending}>
      <FilterRow>
        <Select
          aria-label="Split by"
          className="w-auto"
          value={by}
          options={DIMENSIONS.map(({ value, label }) => ({ value, label: labelled("By", label.toLowerCase()) }))}
          onChange={({ target }) => set({ by: target.value as typeof by, ...(target.value === and && { and: null }) })}
        />
        <Select
          aria-label="Then by"
          className="w-auto"
          value={and ?? ""}
          options={[
            { value: "", label: "then by nothing" },
            ...DIMENSIONS.filter(({ value }) => value !== by).map(({ value, label }) => ({
              value,
              label: `then by ${label.toLowerCase()}`,
            })),
          ]}
          onChange={({ target }) => set({ and: target.value === "" ? null : (target.value as typeof by) })}
        />
        <Select
          aria-label="Chart shows"
          className="w-auto"
          value={show}
          options={COST_MEASURES.map((value) => ({ value, label: MEASURE_WORDS[value] }))}
          onChange={({ target }) => set({ show: target.value as typeof show })}
        />
        <Select
          aria-label="A bar each"
          className="w-auto"
          value={bucket ?? ""}
          options={[
            { value: "", label: "Bars: automatic" },
            ...COST_BUCKETS.map((value) => ({ value, label: `A bar ${BUCKET_WORDS[value]}` })),
          ]}
          onChange={({ target }) => set({ bucket: target.value === "" ? null : (target.value as typeof bucket) })}
        />
        <UrlTimeRange without={DEFAULT_SPAN} />
      </FilterRow>
      <FilterRow>
        {COST_FILTERS.flatMap((filter) =>
          search[filter].map((value) => (
            <span
              key={`${filter} ${value}`}
              className="inline-flex max-w-full items-center rounded-md border bg-surface pl-2"
            >
              <span className="truncate">
                <span className="text-muted">{DIMENSION_WORDS[filter]}</span> {labelOf(known, filter, value)}
              </span>
              <Link
                href={withoutFilterHref(search, filter, value)}
                aria-label={`Remove ${DIMENSION_WORDS[filter]} ${labelOf(known, filter, value)}`}
                className="control-height flex w-8 items-center justify-center text-muted hover:text-ink"
              >
                <X aria-hidden className="size-3.5" />
              </Link>
            </span>
          )),
        )}
        <AddFilter
          known={known}
          onAdd={(filter, value) => set({ [filter]: [...new Set([...search[filter], value])] })}
        />
      </FilterRow>
    </div>
  );
}

function labelOf(known: KnownValues, filter: CostFilter, value: string): string {
  if (value === "") return NONE_WORDS[filter];
  return known[filter]?.find((one) => one.value === value)?.label ?? value;
}

interface AddFilterProps {
  known: KnownValues;
  onAdd: (filter: CostFilter, value: string) => void;
}

/** Any value may be typed: what is gone from the fleet is still in the history. */
function AddFilter({ known, onAdd }: AddFilterProps) {
  const [filter, setFilter] = useState<CostFilter>("agent");
  const [text, setText] = useState("");
  const listId = useId();
  const offered = known[filter] ?? [];
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = text.trim();
        if (wanted === "") return;
        onAdd(filter, offered.find(({ label }) => label === wanted)?.value ?? wanted);
        setText("");
      }}
    >
      <Select
        aria-label="Filter by"
        className="w-auto"
        value={filter}
        options={COST_FILTERS.map((value) => ({ value, label: DIMENSION_WORDS[value] }))}
        onChange={({ target }) => setFilter(target.value as CostFilter)}
      />
      <Input
        aria-label={`${DIMENSION_WORDS[filter]} to show alone`}
        placeholder="is …"
        autoComplete="off"
        className="w-44"
        list={listId}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <datalist id={listId}>
        {offered.map(({ value, label }) => (
          <option key={value} value={label} />
        ))}
      </datalist>
      <Button type="submit">Add filter</Button>
    </form>
  );
}
