"use client";

import { debounce, parseAsIsoDateTime, useQueryState } from "nuqs";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";

/** Asks what was in production at a moment; the address holds it. */
export function MomentField() {
  const [pending, startTransition] = useTransition();
  const [at, setAt] = useQueryState(
    "at",
    parseAsIsoDateTime.withOptions({ shallow: false, startTransition, limitUrlUpdates: debounce(400) }),
  );
  return (
    <span className="inline-flex flex-wrap items-center gap-2" aria-busy={pending}>
      <span className="text-muted text-xs">In production at</span>
      <Input
        type="datetime-local"
        aria-label="In production at, UTC"
        className="w-auto"
        value={at?.toISOString().slice(0, 16) ?? ""}
        // The browser's field knows no zone; it is given and gives UTC.
        onChange={({ target }) => void setAt(target.value === "" ? null : new Date(`${target.value}Z`))}
      />
      <span className="text-muted text-xs">UTC</span>
      {at === null ? null : (
        <Button size="small" onClick={() => void setAt(null)}>
          Now
        </Button>
      )}
    </span>
  );
}
