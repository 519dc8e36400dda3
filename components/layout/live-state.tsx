"use client";

import { Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Lamp } from "../ui/lamp.tsx";
import { useLive } from "./live.tsx";

/** "Live, 2 s ago" with a pause; nothing on pages that stand still. */
export function LiveState() {
  const { paused, setPaused, pulse } = useLive();
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    if (!pulse) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [pulse]);
  if (!pulse) return null;
  const age = nowMs === 0 ? "" : `, ${Math.max(0, Math.round((nowMs - pulse.updatedAtMs) / 1000))} s ago`;
  const word = paused ? `Paused${age}` : pulse.failing ? `Not updating${age}` : `Live${age}`;
  return (
    <div className="flex items-center gap-1 text-xs">
      <span className="hidden sheet:inline">
        <Lamp state={pulse.failing ? "caution" : paused ? "off" : "on"} word={word} />
      </span>
      <Button
        variant="quiet"
        size="icon"
        aria-label={paused ? "Resume live updates" : "Pause live updates"}
        onClick={() => setPaused(!paused)}
      >
        {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      </Button>
    </div>
  );
}
