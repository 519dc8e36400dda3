"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

interface Live {
  paused: boolean;
  setPaused: (paused: boolean) => void;
}

const LiveContext = createContext<Live>({ paused: false, setPaused: () => undefined });

/** One switch for the whole page: while paused, nothing polls. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [paused, setPaused] = useState(false);
  const value = useMemo(() => ({ paused, setPaused }), [paused]);
  return <LiveContext.Provider value={value}>{children}</LiveContext.Provider>;
}

export const useLive = () => useContext(LiveContext);
