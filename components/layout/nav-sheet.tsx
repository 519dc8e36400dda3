"use client";

import { Menu, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState } from "react";
import type { Role } from "#lib/contracts/actor.ts";
import { Button } from "../ui/button.tsx";
import { NavList } from "./nav-list.tsx";

/** The rail on narrow screens. */
export function NavSheet({ role }: { role: Role }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button variant="quiet" size="icon" className="sheet:hidden" aria-label="Open the menu">
          <Menu aria-hidden />
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-64 max-w-[85vw] flex-col gap-3 overflow-y-auto border-r bg-raised p-3 shadow-xl"
        >
          <div className="flex items-center justify-between pl-2">
            <Dialog.Title className="font-semibold text-base">Signalbox</Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="quiet" size="icon" aria-label="Close the menu">
                <X aria-hidden />
              </Button>
            </Dialog.Close>
          </div>
          <nav aria-label="Main">
            <NavList role={role} onNavigate={() => setOpen(false)} />
          </nav>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
