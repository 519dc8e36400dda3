"use client";

import { Command } from "cmdk";
import { ChartColumn, Moon, Pause, Play, Search, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { Role } from "#lib/contracts/actor.ts";
import { COST_PAGES } from "../budgets/cost-pages.ts";
import { Button } from "../ui/button.tsx";
import { useLive } from "./live.tsx";
import { navItemsFor } from "./nav-items.ts";
import { paletteItemStyles } from "./palette-item.ts";
import { RollBacks } from "./palette-roll-backs.tsx";
import { useTheme } from "./theme-provider.tsx";

const DECISION_ID = /^dec_[0-9a-z]{26}$/;

/** Ctrl K: every page and the actions that need no page; a pasted decision id opens it. */
export function Palette({ role }: { role: Role }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const router = useRouter();
  const { setTheme } = useTheme();
  const { paused, setPaused, pulse } = useLive();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const run = (action: () => void) => () => {
    setOpen(false);
    setText("");
    action();
  };
  const wanted = text.trim();
  return (
    <>
      <Button variant="secondary" className="px-2 text-muted" onClick={() => setOpen(true)}>
        <Search aria-hidden />
        <span className="sr-only">Search pages and actions</span>
        <kbd className="hidden font-sans text-xs sheet:inline">Ctrl K</kbd>
      </Button>
      <Command.Dialog
        open={open}
        onOpenChange={setOpen}
        label="Pages and actions"
        overlayClassName="fixed inset-0 z-40 bg-black/45"
        contentClassName="fixed top-[15vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 rounded-md border bg-raised text-ink shadow-xl"
      >
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Go to a page, or paste a decision id"
          className="h-11 w-full border-b bg-transparent px-3 text-sm outline-none placeholder:text-muted"
        />
        <Command.List className="max-h-80 overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs">
          <Command.Empty className="px-3 py-6 text-center text-muted">Nothing by that name.</Command.Empty>
          {DECISION_ID.test(wanted) ? (
            <Command.Item
              value={wanted}
              className={paletteItemStyles}
              onSelect={run(() => router.push(`/decisions/${wanted}`))}
            >
              Open decision {wanted}
            </Command.Item>
          ) : null}
          <Command.Group heading="Pages">
            {navItemsFor(role).map(({ href, label, icon: Icon }) => (
              <Command.Item
                key={href}
                value={label}
                className={paletteItemStyles}
                onSelect={run(() => router.push(href))}
              >
                <Icon aria-hidden />
                {label}
              </Command.Item>
            ))}
            {COST_PAGES.slice(1).map(({ href, label }) => (
              <Command.Item
                key={href}
                value={label}
                className={paletteItemStyles}
                onSelect={run(() => router.push(href))}
              >
                <ChartColumn aria-hidden />
                {label}
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Actions">
            <Command.Item className={paletteItemStyles} onSelect={run(() => setTheme("light"))}>
              <Sun aria-hidden />
              Light theme
            </Command.Item>
            <Command.Item className={paletteItemStyles} onSelect={run(() => setTheme("dark"))}>
              <Moon aria-hidden />
              Dark theme
            </Command.Item>
            {pulse ? (
              <Command.Item className={paletteItemStyles} onSelect={run(() => setPaused(!paused))}>
                {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
                {paused ? "Resume live updates" : "Pause live updates"}
              </Command.Item>
            ) : null}
            <RollBacks role={role} run={(href) => run(() => router.push(href))} />
          </Command.Group>
        </Command.List>
      </Command.Dialog>
    </>
  );
}
