"use client";

import type { SortingState } from "@tanstack/react-table";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";

function parse(text: string | null): SortingState {
  const match = text === null ? null : /^(.+)\.(asc|desc)$/.exec(text);
  return match?.[1] ? [{ id: match[1], desc: match[2] === "desc" }] : [];
}

/** Sort order in the URL as "column.asc", so that a pasted address reproduces the view; without a name it is local. */
export function useSorting(param: string | undefined): [SortingState, (next: SortingState) => void] {
  const [inUrl, setInUrl] = useQueryState(param ?? "sort", parseAsString);
  const [local, setLocal] = useState<SortingState>([]);
  if (param === undefined) return [local, setLocal];
  const write = (next: SortingState) => {
    const [first] = next;
    void setInUrl(first ? `${first.id}.${first.desc ? "desc" : "asc"}` : null);
  };
  return [parse(inUrl), write];
}
