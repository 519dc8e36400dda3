"use client";

import { debounce, parseAsString, useQueryState } from "nuqs";
import { useTransition } from "react";
import { cn } from "#components/ui/cn.ts";
import { Input } from "#components/ui/input.tsx";

interface UrlDayProps {
  param: "from" | "to";
  label: string;
  /** What the page shows while the address names none. */
  shown: string;
}

/** A UTC day in the address. */
export function UrlDay({ param, label, shown }: UrlDayProps) {
  const [pending, startTransition] = useTransition();
  const settings = { shallow: false, startTransition, limitUrlUpdates: debounce(400) };
  const [value, setValue] = useQueryState(param, parseAsString.withOptions(settings));
  return (
    <Input
      type="date"
      aria-label={`${label}, UTC`}
      aria-busy={pending}
      className={cn("w-auto", pending && "opacity-60")}
      value={value ?? shown}
      onChange={({ target }) => void setValue(target.value || null)}
    />
  );
}
