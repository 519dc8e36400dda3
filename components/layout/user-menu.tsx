"use client";

import { CircleUser, Keyboard, LogOut } from "lucide-react";
import { useTransition } from "react";
import type { Role } from "#lib/contracts/actor.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "./menu.tsx";

interface UserMenuProps {
  name: string;
  role: Role;
  signOut: () => Promise<unknown>;
  showShortcuts: () => void;
}

export function UserMenu({ name, role, signOut, showShortcuts }: UserMenuProps) {
  const [pending, startTransition] = useTransition();
  return (
    <Menu
      trigger={
        <Button variant="quiet" className="px-2" aria-label={`Signed in as ${name}`} disabled={pending}>
          <CircleUser aria-hidden />
          <span className="hidden max-w-32 truncate rail:inline">{name}</span>
        </Button>
      }
    >
      <MenuLabel>
        {name}, {role}
      </MenuLabel>
      <MenuSeparator />
      <MenuItem onSelect={showShortcuts}>
        <Keyboard aria-hidden />
        Keyboard shortcuts
      </MenuItem>
      <MenuItem
        onSelect={() =>
          startTransition(async () => {
            await signOut();
            // A full load: nothing of the session's data may stay in memory.
            window.location.assign("/sign-in");
          })
        }
      >
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}
