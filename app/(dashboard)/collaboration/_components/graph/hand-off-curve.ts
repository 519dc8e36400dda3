import type { Point } from "./camera.ts";
import type { RingShape } from "./ring-shape.ts";

/** Ends and control points of a cubic curve, in the ring's plane. */
export type Curve = readonly [from: Point, near: Point, far: Point, to: Point];

export interface CurveEnd {
  turn: number;
  point: Point;
  /** Middle of the end's role on the ring, as a share of a turn. */
  roleTurn: number;
}

/** How far inside the ring the curves of one role run together: 0 is the middle, 1 the ring. */
const HUB = 0.42;
const SIDE = 0.05;

/**
 * The way of a hand-off through the ring. Hand-offs between the same two roles run together, so that thousands are read as
 * some streams (hierarchical edge bundling, Holten 2006); those within a role bow inwards, the farther apart the deeper. There
 * and back are beside each other.
 */
export function handOffCurve(shape: RingShape, from: CurveEnd, to: CurveEnd): Curve {
  const aside = sidewards(from.point, to.point, SIDE * Math.min(shape.radiusX, shape.radiusY));
  const shifted = ({ x, y }: Point, share: number): Point => ({ x: x * share + aside.x, y: y * share + aside.y });
  if (from.roleTurn === to.roleTurn) {
    const apart = Math.abs(from.turn - to.turn);
    const depth = 0.9 - 1.2 * Math.min(apart, 1 - apart);
    return [from.point, shifted(from.point, depth), shifted(to.point, depth), to.point];
  }
  const [near, far] = [shape.pointAt(from.roleTurn), shape.pointAt(to.roleTurn)];
  return [from.point, shifted(near, HUB), shifted(far, HUB), to.point];
}

function sidewards(from: Point, to: Point, by: number): Point {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(x, y) || 1;
  return { x: (-y / length) * by, y: (x / length) * by };
}

/** Where an arrow stands on a curve, near its end, and its direction in radians. */
export function arrowOn([a, b, c, d]: Curve, share = 0.9): { at: Point; angle: number } {
  const rest = 1 - share;
  const mix = (read: (p: Point) => number) =>
    rest ** 3 * read(a) + 3 * rest * rest * share * read(b) + 3 * rest * share * share * read(c) + share ** 3 * read(d);
  const slope = (read: (p: Point) => number) =>
    rest * rest * (read(b) - read(a)) + 2 * rest * share * (read(c) - read(b)) + share * share * (read(d) - read(c));
  return {
    at: { x: mix((p) => p.x), y: mix((p) => p.y) },
    angle: Math.atan2(
      slope((p) => p.y),
      slope((p) => p.x),
    ),
  };
}
