"use client";

import { debounce, parseAsString, useQueryState } from "nuqs";
import { useTransition } from "react";
import { cn } from "../ui/cn.ts";
import { Input } from "../ui/input.tsx";

/** A text filter that the server applies once typing has paused; the page begins again at its first rows. */
export function UrlText({ param, label, className }: { param: string; label: string; className?: string }) {
  const [pending, startTransition] = useTransition();
  const settings = { shallow: false, startTransition, limitUrlUpdates: debounce(400) };
  const [value, setValue] = useQueryState(param, parseAsString.withDefault("").withOptions(settings));
  const [, setCursor] = useQueryState("cursor", parseAsString.withOptions({ shallow: false }));
  return (
    <Input
      type="search"
      aria-label={label}
      aria-busy={pending}
      placeholder={label}
      className={cn("w-40", className)}
      value={value}
      onChange={(event) => {
        void setCursor(null);
        void setValue(event.target.value || null);
      }}
    />
  );
}
