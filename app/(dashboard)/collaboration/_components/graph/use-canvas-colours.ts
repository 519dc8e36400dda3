"use client";

import { useEffect, useState } from "react";
import { useTheme } from "#components/layout/theme-provider.tsx";

/** What the canvas is painted with. */
const NAMES = {
  "series-1": "--color-series-1",
  "series-2": "--color-series-2",
  "series-3": "--color-series-3",
  "series-4": "--color-series-4",
  "series-5": "--color-series-5",
  "series-6": "--color-series-6",
  better: "--color-series-1",
  worse: "--color-series-2",
  rest: "--color-edge",
  faint: "--color-edge",
  ink: "--color-ink",
  muted: "--color-muted",
  surface: "--color-surface",
  accent: "--color-accent",
  line: "--color-line",
} as const;

export type CanvasColours = Readonly<Record<keyof typeof NAMES, string>>;

/** The theme's colours as a canvas understands them, which knows no variables; null until the page is in the browser. */
export function useCanvasColours(): CanvasColours | null {
  const { theme } = useTheme();
  const [colours, setColours] = useState<CanvasColours | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the variables mean other colours in another theme
  useEffect(() => {
    const read = () => setColours(resolve());
    read();
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", read);
    return () => system.removeEventListener("change", read);
  }, [theme]);
  return colours;
}

function resolve(): CanvasColours {
  const probe = document.body.appendChild(document.createElement("span"));
  // In transition it would have the last colour still.
  probe.style.transition = "none";
  const entries = Object.entries(NAMES).map(([name, variable]) => {
    probe.style.color = `var(${variable})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(entries) as CanvasColours;
}
