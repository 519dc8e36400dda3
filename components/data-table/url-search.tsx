"use client";

import { Search } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { Input } from "../ui/input.tsx";

/** Text filter in the URL, applied to the rows at hand as one types. */
export function UrlSearch({ param = "q", label }: { param?: string; label: string }) {
  const [value, setValue] = useQueryState(param, parseAsString.withDefault(""));
  return (
    <span className="relative inline-flex w-full max-w-60">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2 size-4 -translate-y-1/2 text-muted" />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        className="pl-8"
        value={value}
        onChange={(event) => void setValue(event.target.value || null)}
      />
    </span>
  );
}
