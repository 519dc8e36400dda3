"use client";

import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

interface Pulse {
  updatedAtMs: number;
  failing: boolean;
}

interface Live {
  paused: boolean;
  setPaused: (paused: boolean) => void;
  /** Null on a page without live data. */
  pulse: Pulse | null;
  setPulse: (pulse: Pulse | null) => void;
}

const LiveContext = createContext<Live>({
  paused: false,
  setPaused: () => undefined,
  pulse: null,
  setPulse: () => undefined,
});

/** One switch for the whole page: while paused, nothing polls. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [paused, setPaused] = useState(false);
  const [pulse, setPulse] = useState<Pulse | null>(null);
  const value = useMemo(() => ({ paused, setPaused, pulse, setPulse }), [paused, pulse]);
  return <LiveContext.Provider value={value}>{children}</LiveContext.Provider>;
}

export const useLive = () => useContext(LiveContext);

interface LiveQuery<T> {
  /** A GET endpoint under /api/ui; also the cache key. */
  url: string;
  /** What the server rendered; absent: loaded on mount. */
  initial?: T;
  everyMs?: number;
}

export async function fetchJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** Polls an endpoint while the page is visible and not paused, and tells the top bar how fresh the page is. */
export function useLiveQuery<T>({ url, initial, everyMs = 5000 }: LiveQuery<T>): UseQueryResult<T> {
  const { paused, setPulse } = useLive();
  const query = useQuery<T>({
    queryKey: [url],
    queryFn: ({ signal }) => fetchJson<T>(url, signal),
    initialData: initial,
    initialDataUpdatedAt: initial === undefined ? undefined : () => Date.now(),
    placeholderData: keepPreviousData as never,
    refetchInterval: paused ? false : everyMs,
    refetchOnWindowFocus: !paused,
  });
  const { dataUpdatedAt, isError } = query;
  useEffect(() => setPulse({ updatedAtMs: dataUpdatedAt, failing: isError }), [dataUpdatedAt, isError, setPulse]);
  useEffect(() => () => setPulse(null), [setPulse]);
  return query;
}
