"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useTransition } from "react";
import { cn } from "../ui/cn.ts";
import { Select, type SelectOption } from "../ui/select.tsx";

interface UrlSelectProps {
  /** URL parameter; the first option ("All agents") stands for its absence. */
  param: string;
  label: string;
  all: string;
  options: readonly SelectOption[];
  className?: string;
}

/** A filter whose state is the URL; the server renders the new view, and the page begins again at its first rows. */
export function UrlSelect({ param, label, all, options, className }: UrlSelectProps) {
  const [pending, startTransition] = useTransition();
  const settings = { shallow: false, startTransition, history: "push" } as const;
  const [value, setValue] = useQueryState(param, parseAsString.withOptions(settings));
  const [, setCursor] = useQueryState("cursor", parseAsString.withOptions(settings));
  return (
    <Select
      aria-label={label}
      aria-busy={pending}
      className={cn("w-auto max-w-48", pending && "opacity-60", className)}
      value={value ?? ""}
      options={[{ value: "", label: all }, ...options]}
      onChange={(event) => {
        void setCursor(null);
        void setValue(event.target.value || null);
      }}
    />
  );
}
