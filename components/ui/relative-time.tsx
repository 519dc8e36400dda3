"use client";

import { useEffect, useState } from "react";

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["second", 1],
  ["minute", 60],
  ["hour", 3600],
  ["day", 86_400],
  ["month", 2_629_746],
  ["year", 31_556_952],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "narrow" });
const exact = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;

/** "3 min. ago" for a moment, seen from another. */
export function describeDistance(at: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(at) - nowMs) / 1000);
  if (Math.abs(seconds) < 1) return "now";
  const [unit, size] = STEPS.findLast(([, step]) => Math.abs(seconds) >= step) ?? ["second", 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

/** Relative time that keeps counting; the exact one on hover. The server renders the exact one: its clock is not the reader's. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={exact(at)} className={className ?? "whitespace-nowrap"}>
      {nowMs === null ? exact(at) : describeDistance(at, nowMs)}
    </time>
  );
}

/** The exact moment, with its zone. */
export function ExactTime({ at, className }: { at: string; className?: string }) {
  return (
    <time dateTime={at} className={className ?? "whitespace-nowrap"}>
      {exact(at)}
    </time>
  );
}
