"use client";

import type { Role } from "#lib/contracts/actor.ts";
import { Dialog } from "../ui/dialog.tsx";
import { navItemsFor } from "./nav-items.ts";

interface ShortcutListProps {
  role: Role;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  singleKeys: boolean;
  onSingleKeys: (on: boolean) => void;
}

export function ShortcutList({ role, open, onOpenChange, singleKeys, onSingleKeys }: ShortcutListProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-6 gap-y-2">
        <Shortcut keys={["Ctrl", "K"]} does="Search pages and actions; on a Mac ⌘ K" />
        <Shortcut keys={["?"]} does="This list" />
        {navItemsFor(role).map(({ href, label, letter }) => (
          <Shortcut key={href} keys={["g", letter]} does={label} />
        ))}
      </dl>
      <label className="flex items-start gap-2 border-t pt-4">
        <input
          type="checkbox"
          className="mt-0.5 size-4 accent-accent"
          checked={singleKeys}
          onChange={(event) => onSingleKeys(event.target.checked)}
        />
        <span>
          Single keys do something in this browser
          <span className="block text-muted text-xs">Off: only Ctrl K works. They never act while you type.</span>
        </span>
      </label>
    </Dialog>
  );
}

function Shortcut({ keys, does }: { keys: string[]; does: string }) {
  return (
    <>
      <dt className="flex gap-1">
        {keys.map((key) => (
          <kbd
            key={key}
            className="inline-flex min-w-6 justify-center rounded-sm border bg-sunken px-1.5 py-0.5 font-mono text-xs"
          >
            {key}
          </kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </>
  );
}
