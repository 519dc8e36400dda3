"use client";

import { usePathname, useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import type { Role } from "#lib/contracts/actor.ts";
import { Badge } from "../ui/badge.tsx";
import { LiveState } from "./live-state.tsx";
import { navItemOf, navItemsFor } from "./nav-items.ts";
import { NavSheet } from "./nav-sheet.tsx";
import { Palette } from "./palette.tsx";
import { ShortcutList } from "./shortcut-list.tsx";
import { useSingleKeys } from "./single-keys.ts";
import { ThemeMenu } from "./theme-menu.tsx";
import { useSingleKeyShortcuts } from "./use-single-key-shortcuts.ts";
import { UserMenu } from "./user-menu.tsx";

interface TopBarProps {
  userName: string;
  role: Role;
  /** A demo fleet is at work here. */
  demo: boolean;
  signOut: () => Promise<unknown>;
}

export function TopBar({ userName, role, demo, signOut }: TopBarProps) {
  const router = useRouter();
  const [listOpen, setListOpen] = useState(false);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const act = useCallback(
    (meaning: string) => {
      if (meaning === "?") return setListOpen(true);
      const page = navItemsFor(role).find(({ letter }) => letter === meaning);
      if (page) router.push(page.href);
    },
    [role, router],
  );
  useSingleKeyShortcuts(singleKeys, act);
  const here = navItemOf(usePathname());
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-surface px-2 sheet:px-4">
      <NavSheet role={role} />
      <p className="truncate font-medium">{here?.label ?? "Signalbox"}</p>
      <Badge tone={demo ? "caution" : "neutral"}>{demo ? "Demo" : "Production"}</Badge>
      <div className="ml-auto flex items-center gap-1">
        <LiveState />
        <Palette role={role} />
        <ThemeMenu />
        <UserMenu name={userName} role={role} signOut={signOut} showShortcuts={() => setListOpen(true)} />
      </div>
      <ShortcutList
        role={role}
        open={listOpen}
        onOpenChange={setListOpen}
        singleKeys={singleKeys}
        onSingleKeys={setSingleKeys}
      />
    </header>
  );
}
