"use client";

import { useSyncExternalStore } from "react";

const STORED_AS = "signalbox-single-keys";
const CHANGED = "signalbox-single-keys-changed";

function subscribe(notify: () => void): () => void {
  // "storage" tells other tabs, the own event this one.
  window.addEventListener("storage", notify);
  window.addEventListener(CHANGED, notify);
  return () => {
    window.removeEventListener("storage", notify);
    window.removeEventListener(CHANGED, notify);
  };
}

const read = () => localStorage.getItem(STORED_AS) !== "off";

function write(on: boolean): void {
  if (on) localStorage.removeItem(STORED_AS);
  else localStorage.setItem(STORED_AS, "off");
  window.dispatchEvent(new Event(CHANGED));
}

/** Whether keys without Ctrl do something in this browser: people who speak or stumble their input turn them off. */
export function useSingleKeys(): [on: boolean, set: (on: boolean) => void] {
  return [useSyncExternalStore(subscribe, read, () => true), write];
}
