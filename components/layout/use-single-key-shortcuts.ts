"use client";

import { useEffect } from "react";
import { KeySequence } from "./key-sequence.ts";

/** Where a key belongs to what has the focus: fields, and menus and dialogs, which search by letter or hold the page back. */
const TAKEN =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="menu"], [role="dialog"]';

/** Calls back with "?" or the letter of a jump; never for keys that are being typed somewhere. */
export function useSingleKeyShortcuts(on: boolean, act: (meaning: string) => void): void {
  useEffect(() => {
    if (!on) return;
    const sequence = new KeySequence();
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(TAKEN)) return;
      // Shift comes before the "?" it makes, as an event of its own.
      if (event.key === "Shift") return;
      const meaning = sequence.press(event);
      if (meaning !== null) act(meaning);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [on, act]);
}
