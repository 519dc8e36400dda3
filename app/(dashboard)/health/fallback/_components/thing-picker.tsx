"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { cn } from "#components/ui/cn.ts";
import { Select } from "#components/ui/select.tsx";
import type { GoneKind } from "#lib/contracts/fallback.ts";

interface ThingPickerProps {
  fleet: string;
  fleets: readonly string[];
  kind: GoneKind;
  thing: string | null;
  things: Record<GoneKind, readonly string[]>;
}

const KINDS: { value: GoneKind; label: string }[] = [
  { value: "agent", label: "Agent" },
  { value: "configuration", label: "Configuration" },
  { value: "provider", label: "Provider" },
];

/** What is taken for gone, in the URL: another fleet or kind begins with nothing chosen. */
export function ThingPicker({ fleet, fleets, kind, thing, things }: ThingPickerProps) {
  const [pending, startTransition] = useTransition();
  const text = parseAsString.withOptions({ shallow: false, startTransition, history: "push" });
  const [, set] = useQueryStates({ fleet: text, kind: text, thing: text, drill: text });
  const style = cn("w-auto max-w-56", pending && "opacity-60");
  return (
    <>
      <Select
        aria-label="Fleet"
        aria-busy={pending}
        className={style}
        value={fleet}
        options={fleets.map((name) => ({ value: name, label: name }))}
        onChange={({ target }) =>
          void set({ fleet: target.value, thing: kind === "agent" ? null : thing, drill: null })
        }
      />
      <Select
        aria-label="Kind"
        className={style}
        value={kind}
        options={KINDS}
        onChange={({ target }) => void set({ kind: target.value, thing: null })}
      />
      <Select
        aria-label="What is gone"
        className={style}
        value={thing ?? ""}
        options={[
          { value: "", label: "Choose what is gone" },
          ...things[kind].map((name) => ({ value: name, label: name })),
        ]}
        onChange={({ target }) => void set({ fleet, kind, thing: target.value || null })}
      />
    </>
  );
}
