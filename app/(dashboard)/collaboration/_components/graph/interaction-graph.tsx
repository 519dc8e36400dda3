"use client";

import { Maximize, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { agentSentence, graphSentence } from "../agent-words.ts";
import { type Camera, centredOn, wholeView, zoomedAt } from "./camera.ts";
import { agentAt } from "./find-agent.ts";
import { graphKey } from "./graph-keys.ts";
import { type GraphScene, graphScene } from "./graph-scene.ts";
import { paintFocus } from "./paint-focus.ts";
import { SlicedPainter } from "./sliced-painter.ts";
import { useCameraGestures } from "./use-camera-gestures.ts";
import { useCanvasColours } from "./use-canvas-colours.ts";
import { useElementSize } from "./use-element-size.ts";

interface InteractionGraphProps {
  view: CollaborationView;
  /** Places of the pairs that are shown, the most frequent first. */
  visible: readonly number[];
  /** Place of the agent that is looked at; null: none. */
  chosen: number | null;
  onChoose: (agent: number | null) => void;
}

/** Who hands over to whom: agents on a ring, hand-offs through it. */
export function InteractionGraph({ view, visible, chosen, onChoose }: InteractionGraphProps) {
  const box = useRef<HTMLDivElement>(null);
  const [base, above] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)];
  const camera = useRef<Camera>({ zoom: 1, x: 0, y: 0 });
  const painter = useRef<SlicedPainter | null>(null);
  const isEmpty = useRef(true);
  const [pointed, setPointed] = useState<number | null>(null);
  const [drawn, setDrawn] = useState<GraphScene | null>(null);
  const hintId = useId();
  const size = useElementSize(box);
  const colours = useCanvasColours();
  const scene = useMemo(() => (size ? graphScene(view, visible, size) : null), [view, visible, size]);
  const focus = pointed ?? chosen;
  const own = useMemo(() => {
    const { from, to } = view.pairs;
    return focus === null ? [] : visible.filter((pair) => from[pair] === focus || to[pair] === focus);
  }, [view, visible, focus]);

  useEffect(() => {
    if (!base.current) return;
    const created = new SlicedPainter(base.current, setDrawn);
    painter.current = created;
    return () => created.stop();
  }, [base]);

  useEffect(() => {
    if (size) camera.current = wholeView(size);
  }, [size]);

  const paintAbove = useCallback(() => {
    const context = above.current?.getContext("2d");
    if (!above.current || !context || !scene || !colours) return;
    // An empty canvas need not be emptied with every frame of a movement.
    if (focus === null && isEmpty.current) return;
    isEmpty.current = focus === null;
    const density = window.devicePixelRatio;
    const [width, height] = [Math.round(scene.size.width * density), Math.round(scene.size.height * density)];
    if (above.current.width !== width) above.current.width = width;
    if (above.current.height !== height) above.current.height = height;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    if (focus !== null) paintFocus({ context, camera: camera.current, colours, density }, scene, view, own, focus);
  }, [above, scene, colours, view, own, focus]);

  const frame = useRef(0);
  const follow = useCallback(() => {
    if (scene && colours) {
      painter.current?.show({ scene, colours, camera: camera.current, density: window.devicePixelRatio });
    }
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(paintAbove);
  }, [scene, colours, paintAbove]);
  useEffect(follow, [follow]);

  const find = (at: { x: number; y: number }) => (scene ? agentAt(scene, camera.current, at) : null);
  useCameraGestures({
    ...{ element: box, camera, size },
    onMove: follow,
    onPoint: (at) => setPointed(at && find(at)),
    onPick: (at) => onChoose(find(at)),
  });

  const zoom = (factor: number) => {
    if (!size) return;
    camera.current = zoomedAt(camera.current, factor, { x: size.width / 2, y: size.height / 2 }, size);
    follow();
  };
  const showAll = () => {
    if (size) camera.current = wholeView(size);
    follow();
  };
  const look = (agent: number) => {
    const point = scene?.agents[agent]?.point;
    // Near, the agent that is looked at would be beyond the edge.
    if (size && point && camera.current.zoom > 1) camera.current = centredOn(camera.current, point, size);
    setPointed(agent);
    follow();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== event.currentTarget) return;
    const key = graphKey(event.key, view.agents, focus);
    if (!key) return;
    event.preventDefault();
    switch (key.does) {
      case "look":
        return look(key.agent);
      case "choose":
        return onChoose(focus);
      case "leave":
        setPointed(null);
        return onChoose(null);
      case "zoom":
        return zoom(key.factor);
      case "whole":
        return showAll();
      default:
        return key satisfies never;
    }
  };

  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="relative h-[26rem] overflow-hidden rounded-md border bg-surface sheet:h-[50rem]">
        <div
          ref={box}
          role="application"
          aria-label={graphSentence(view, visible)}
          aria-describedby={hintId}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the graph is walked by keys
          tabIndex={0}
          data-drawn={scene !== null && drawn === scene}
          onKeyDown={onKeyDown}
          onBlur={() => setPointed(null)}
          className={cn(
            "absolute inset-0 touch-pan-y select-none focus-visible:-outline-offset-2",
            pointed === null ? "cursor-grab active:cursor-grabbing" : "cursor-pointer",
          )}
        >
          <canvas
            ref={base}
            aria-hidden
            className={cn("absolute top-0 left-0 origin-top-left transition-opacity", focus !== null && "opacity-20")}
          />
          <canvas ref={above} aria-hidden className="pointer-events-none absolute top-0 left-0 size-full" />
        </div>
        <div className="absolute right-2 bottom-2 flex gap-1">
          <Button size="icon" aria-label="Zoom in" onClick={() => zoom(1.4)}>
            <Plus aria-hidden />
          </Button>
          <Button size="icon" aria-label="Zoom out" onClick={() => zoom(1 / 1.4)}>
            <Minus aria-hidden />
          </Button>
          <Button size="icon" aria-label="Show the whole ring" onClick={showAll}>
            <Maximize aria-hidden />
          </Button>
        </div>
      </div>
      <p aria-live="polite" className="min-h-5">
        {focus === null ? null : agentSentence(view, visible, focus)}
      </p>
      <p id={hintId} className="text-muted text-xs">
        Point at an agent to see its hand-offs, click to stay with it. Drag to move; Ctrl and the wheel, or + and −, to
        zoom. Keys: arrows go round, Page Down to the next role, Enter chooses, Escape leaves.
      </p>
    </div>
  );
}
