"use client";

import { type RefObject, useEffect, useRef } from "react";
import { type Camera, moved, type Point, type Size, zoomedAt } from "./camera.ts";

interface Gestures {
  element: RefObject<HTMLElement | null>;
  camera: RefObject<Camera>;
  size: Size | null;
  /** The camera has changed. */
  onMove: () => void;
  onPoint: (at: Point | null) => void;
  onPick: (at: Point) => void;
}

/** A hand that trembles still clicks. Pixels. */
const CLICK_PX = 4;
const WHEEL_STEP = 0.0022;

/**
 * Dragging and two fingers move and zoom; so does the wheel while the graph has the focus or Ctrl is held: the page must stay
 * scrollable over it. Listeners are the browser's own, because the wheel must be kept from scrolling.
 */
export function useCameraGestures({ element, camera, size, ...handlers }: Gestures): void {
  const latest = useRef({ size, ...handlers });
  latest.current = { size, ...handlers };
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const fingers = new Map<number, Point>();
    let dragged = 0;
    const pointIn = (event: MouseEvent): Point => {
      const { left, top } = current.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0) return;
      fingers.set(event.pointerId, pointIn(event));
      dragged = 0;
    };
    const move = (event: PointerEvent) => {
      const at = pointIn(event);
      const before = fingers.get(event.pointerId);
      if (!before) return latest.current.onPoint(at);
      const { size: now, onMove, onPoint } = latest.current;
      if (!now) return;
      dragged += Math.hypot(at.x - before.x, at.y - before.y);
      if (dragged < CLICK_PX) return;
      // Only now: a click must reach what lies under it.
      if (!current.hasPointerCapture(event.pointerId)) current.setPointerCapture(event.pointerId);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, at);
      onPoint(null);
      if (other) {
        const [was, is] = [distance(before, other), distance(at, other)];
        if (was > 0) camera.current = zoomedAt(camera.current, is / was, other, now);
      } else {
        camera.current = moved(camera.current, { x: at.x - before.x, y: at.y - before.y }, now);
      }
      onMove();
    };
    const up = (event: PointerEvent) => {
      const wasDown = fingers.delete(event.pointerId);
      if (wasDown && event.type === "pointerup" && dragged < CLICK_PX) latest.current.onPick(pointIn(event));
    };
    const leave = () => latest.current.onPoint(null);
    const wheel = (event: WheelEvent) => {
      const { size: now, onMove } = latest.current;
      if (!now || !(event.ctrlKey || event.metaKey || current.contains(document.activeElement))) return;
      event.preventDefault();
      camera.current = zoomedAt(camera.current, Math.exp(-event.deltaY * WHEEL_STEP), pointIn(event), now);
      onMove();
    };
    current.addEventListener("pointerdown", down);
    current.addEventListener("pointermove", move);
    current.addEventListener("pointerup", up);
    current.addEventListener("pointercancel", up);
    current.addEventListener("pointerleave", leave);
    current.addEventListener("wheel", wheel, { passive: false });
    return () => {
      current.removeEventListener("pointerdown", down);
      current.removeEventListener("pointermove", move);
      current.removeEventListener("pointerup", up);
      current.removeEventListener("pointercancel", up);
      current.removeEventListener("pointerleave", leave);
      current.removeEventListener("wheel", wheel);
    };
  }, [element, camera]);
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
