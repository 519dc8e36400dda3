"use client";

import { ChevronRight } from "lucide-react";
import { type ComponentProps, useEffect, useRef, useState } from "react";

/** A pixel of rounding is no hidden column. */
const SLACK_PX = 2;

/**
 * Scrolls inside itself, so that the page never does; the box takes focus to be scrolled by keys. While something
 * stands beyond its right edge, a shadow and a button on the edge say so: many systems hide scroll bars.
 */
export function ScrollBox({ label, children }: { label: string } & Pick<ComponentProps<"section">, "children">) {
  const box = useRef<HTMLElement>(null);
  const [more, setMore] = useState(false);
  const look = () => {
    const { current } = box;
    if (current) setMore(current.scrollWidth - current.clientWidth - current.scrollLeft > SLACK_PX);
  };
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const observer = new ResizeObserver(look);
    observer.observe(current);
    if (current.firstElementChild) observer.observe(current.firstElementChild);
    return () => observer.disconnect();
  });
  return (
    <div className="relative min-w-0">
      <section
        ref={box}
        aria-label={label}
        onScroll={look}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
        tabIndex={0}
        className="@container relative max-h-[calc(100dvh-8rem)] overflow-auto rounded-md border bg-surface"
      >
        {children}
      </section>
      {more ? (
        <>
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-px right-px z-20 w-3 rounded-r-md bg-linear-to-l from-ink/15 to-transparent"
          />
          <button
            type="button"
            aria-label="Show the columns on the right"
            title="More columns on the right"
            className="absolute top-1 -right-3 z-20 grid size-6 place-items-center rounded-sm border border-edge bg-raised"
            onClick={() => box.current?.scrollBy({ left: box.current.clientWidth * 0.8, behavior: "smooth" })}
          >
            <ChevronRight aria-hidden className="size-4" />
          </button>
        </>
      ) : null}
    </div>
  );
}
