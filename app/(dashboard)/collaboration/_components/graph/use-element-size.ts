"use client";

import { type RefObject, useEffect, useState } from "react";
import type { Size } from "./camera.ts";

/** Of an element in whole pixels; null until it is known. */
export function useElementSize(element: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = current;
      setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
