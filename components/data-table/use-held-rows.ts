"use client";

import { useCallback, useMemo, useState } from "react";

interface HeldRows<Row> {
  shown: Row[];
  /** New rows waiting above the first one shown. */
  waiting: number;
  show: () => void;
}

/**
 * Live rows without jumping: rows on the screen change in place, new ones wait until the reader asks for them.
 * Row ids must sort by time.
 */
export function useHeldRows<Row>(rows: readonly Row[], idOf: (row: Row) => string): HeldRows<Row> {
  const newest = rows[0] ? idOf(rows[0]) : "";
  const [released, setReleased] = useState(newest);
  // An empty list has nothing that could jump.
  const limit = released === "" ? newest : released;
  const shown = useMemo(() => rows.filter((row) => idOf(row) <= limit), [rows, limit, idOf]);
  const show = useCallback(() => setReleased(newest), [newest]);
  return {
    shown: shown.length > 0 ? shown : [...rows],
    waiting: shown.length > 0 ? rows.length - shown.length : 0,
    show,
  };
}
