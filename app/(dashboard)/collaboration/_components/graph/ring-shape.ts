import type { Point, Size } from "./camera.ts";

/** The ring in its plane: an ellipse about the origin as wide and high as the screen allows, so that names have room. */
export interface RingShape {
  radiusX: number;
  radiusY: number;
  /** Length of its line in pixels at zoom 1. */
  length: number;
  /** Where a share of a turn stands: equal shares are equal lengths of the line. */
  pointAt(turn: number): Point;
}

/** What may stand around the ring: every agent's name, the roles' names alone, or nothing on a narrow screen. */
export type RingNames = "agents" | "roles" | "none";

const ROOM_PX: Record<Exclude<RingNames, "agents">, number> = { roles: 88, none: 20 };
/** Between ring and name, and beyond it. */
const NAME_MARGIN_PX = 22;
const STEPS = 720;

/** @param namePx length of the longest agent's name that stands around it */
export function ringShape({ width, height }: Size, names: RingNames, namePx = 0): RingShape {
  // Names at the top and at the bottom stand upright: they need as much room as those at the sides.
  const roomPx = names === "agents" ? namePx + NAME_MARGIN_PX : ROOM_PX[names];
  const radiusX = Math.max(40, width / 2 - roomPx);
  const radiusY = Math.max(40, height / 2 - (names === "roles" ? roomPx / 2 : roomPx));
  const at = (angle: number): Point => ({ x: radiusX * Math.sin(angle), y: -radiusY * Math.cos(angle) });
  const lengths = new Float64Array(STEPS + 1);
  for (let step = 1; step <= STEPS; step++) {
    const [a, b] = [at((2 * Math.PI * (step - 1)) / STEPS), at((2 * Math.PI * step) / STEPS)];
    lengths[step] = (lengths[step - 1] ?? 0) + Math.hypot(b.x - a.x, b.y - a.y);
  }
  const length = lengths[STEPS] ?? 0;
  const pointAt = (turn: number): Point => {
    const wanted = (turn - Math.floor(turn)) * length;
    let [low, high] = [0, STEPS];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((lengths[middle] ?? 0) <= wanted) low = middle;
      else high = middle;
    }
    const step = (lengths[high] ?? 0) - (lengths[low] ?? 0);
    const part = step > 0 ? (wanted - (lengths[low] ?? 0)) / step : 0;
    return at((2 * Math.PI * (low + part)) / STEPS);
  };
  return { radiusX, radiusY, length, pointAt };
}

/** Direction away from the ring at a point of it, of length 1. */
export function outward({ radiusX, radiusY }: RingShape, { x, y }: Point): Point {
  const [nx, ny] = [x / radiusX ** 2, y / radiusY ** 2];
  const length = Math.hypot(nx, ny) || 1;
  return { x: nx / length, y: ny / length };
}
