"use client";

import { useQuery } from "@tanstack/react-query";
import type { HealthSummary } from "#lib/contracts/health-check.ts";
import { cn } from "../ui/cn.ts";
import { Lamp } from "../ui/lamp.tsx";
import { fetchJson, useLive } from "./live.tsx";

const URL = "/api/ui/health/summary";
const EVERY_MS = 15_000;

/** Beside "Health" in the menu: nothing while all is well, or its worst state. */
export function HealthLamp({ className }: { className?: string }) {
  const { paused } = useLive();
  const { data } = useQuery<HealthSummary>({
    queryKey: [URL],
    queryFn: ({ signal }) => fetchJson<HealthSummary>(URL, signal),
    refetchInterval: paused ? false : EVERY_MS,
  });
  if (!data || data.state === "ok") return null;
  return (
    <span title={data.sentence} className={cn("ml-auto text-xs", className)}>
      <Lamp state={data.state === "failing" ? "danger" : "caution"} word={data.state} loud />
    </span>
  );
}
