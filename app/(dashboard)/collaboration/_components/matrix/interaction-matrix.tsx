"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { ScrollBox } from "#components/ui/scroll-box.tsx";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { pairHref } from "../../search-params.ts";
import { useCanvasColours } from "../graph/use-canvas-colours.ts";
import { useElementSize } from "../graph/use-element-size.ts";
import { pairSentence } from "../pair-words.ts";
import { matrixOf } from "./matrix-cells.ts";
import { cellUnder, matrixLayout } from "./matrix-layout.ts";
import { paintMatrix } from "./paint-matrix.ts";

interface InteractionMatrixProps {
  view: CollaborationView;
  visible: readonly number[];
  senders: string | null;
  receivers: string | null;
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Senders down, receivers across: a cell a pair, which leads to its page. */
export function InteractionMatrix({ view, visible, senders, receivers }: InteractionMatrixProps) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState<{ row: number; column: number } | null>(null);
  const size = useElementSize(box);
  const colours = useCanvasColours();
  const matrix = useMemo(() => matrixOf(view, visible, { senders, receivers }), [view, visible, senders, receivers]);
  const layout = useMemo(() => (size ? matrixLayout(matrix, size.width) : null), [matrix, size]);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || !layout || !colours) return;
    const density = window.devicePixelRatio;
    canvas.current.width = Math.round(layout.widthPx * density);
    canvas.current.height = Math.round(layout.heightPx * density);
    context.setTransform(density, 0, 0, density, 0, 0);
    paintMatrix({ context, view, matrix, layout, colours }, cursor);
  }, [view, matrix, layout, colours, cursor]);

  const under = (event: MouseEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return layout && cellUnder(matrix, layout, { x: event.clientX - left, y: event.clientY - top });
  };
  const pairAt = (at: { row: number; column: number } | null) =>
    at && matrix.cells[matrix.cellAt.get(at.row * matrix.receivers.length + at.column) ?? -1];
  const open = (at: { row: number; column: number } | null) => {
    const [from, to] = [matrix.senders[at?.row ?? -1], matrix.receivers[at?.column ?? -1]];
    const [sender, receiver] = [view.agents[from ?? -1], view.agents[to ?? -1]];
    if (pairAt(at) && sender && receiver) router.push(pairHref(view.fleetName, sender.name, receiver.name));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      const [down, right] = step;
      const within = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
      setCursor((old) => ({
        row: within((old?.row ?? -1) + down + (old ? 0 : 1 - down), matrix.senders.length),
        column: within((old?.column ?? -1) + right + (old ? 0 : 1 - right), matrix.receivers.length),
      }));
    } else if (event.key === "Enter") open(cursor);
    else if (event.key === "Escape") setCursor(null);
  };
  const cell = pairAt(cursor);
  const named = (place: number | undefined) => view.agents[place ?? -1]?.name ?? "";
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div ref={box} className="min-w-0">
        <ScrollBox label="Matrix of hand-offs">
          <div
            role="application"
            aria-label={`Matrix: ${matrix.senders.length} senders down, ${matrix.receivers.length} receivers across, ${matrix.cells.length} pairs. Arrows move, Enter opens the pair.`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the matrix is walked by keys
            tabIndex={0}
            onKeyDown={onKeyDown}
            className="w-fit focus-visible:-outline-offset-2"
          >
            <canvas
              ref={canvas}
              aria-hidden
              style={{ width: layout?.widthPx, height: layout?.heightPx }}
              className={cell ? "block cursor-pointer" : "block"}
              onMouseMove={(event) => {
                const at = under(event);
                setCursor((old) => (old?.row === at?.row && old?.column === at?.column ? old : at));
              }}
              onMouseLeave={() => setCursor(null)}
              onClick={(event) => open(under(event))}
            />
          </div>
        </ScrollBox>
      </div>
      <p aria-live="polite" className="min-h-5">
        {cursor === null ? (
          <span className="text-muted">
            Senders down, receivers across. Point at a cell to read it, click to open the pair.
          </span>
        ) : cell ? (
          pairSentence(view, cell.pair)
        ) : matrix.senders[cursor.row] === matrix.receivers[cursor.column] ? (
          `${named(matrix.senders[cursor.row])} and itself: what an agent says to itself is no hand-off.`
        ) : (
          `${named(matrix.senders[cursor.row])} does not hand over to ${named(matrix.receivers[cursor.column])}.`
        )}
      </p>
    </div>
  );
}
