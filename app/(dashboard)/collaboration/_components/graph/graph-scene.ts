import type { CollaborationView, PairMeasure } from "#lib/contracts/collaboration.ts";
import { isBetter } from "../measure-words.ts";
import type { RoleHue } from "../role-hue.ts";
import { roleHue } from "../role-hue.ts";
import type { Point, Size } from "./camera.ts";
import { type Curve, type CurveEnd, handOffCurve } from "./hand-off-curve.ts";
import { outward, type RingNames, type RingShape, ringShape } from "./ring-shape.ts";

export interface SceneAgent extends CurveEnd {
  name: string;
  hue: RoleHue;
  /** Direction of its name. */
  out: Point;
  radiusPx: number;
}

export type StrokeHue = RoleHue | "better" | "worse" | "faint";

/** Curves that look alike, which are painted in one go. */
export interface StrokeBatch {
  hue: StrokeHue;
  alpha: number;
  widthPx: number;
  curves: Curve[];
}

export interface GraphScene {
  size: Size;
  shape: RingShape;
  agents: SceneAgent[];
  roles: { role: string; hue: RoleHue; line: Point[]; middle: Point; out: Point }[];
  /** Faintest first. */
  batches: StrokeBatch[];
  /** Room that an agent has on the ring at zoom 1, in pixels. */
  spacingPx: number;
  /** Names that stand around the ring while it is seen as a whole; nearer, agents have theirs as soon as there is room. */
  names: RingNames;
}

/** Names stand closer than this nowhere. */
export const LEAST_NAME_PX = 8.5;
/** Letters of so many pixels, where an agent has so much room on the ring. */
const NAME_SIZES = [
  [12, 12.5],
  [9.5, LEAST_NAME_PX],
] as const;
/** Mean width of a letter, of its size. */
const LETTER = 0.57;
/** A longer name is cut rather than that the ring becomes a dot. */
const MOST_NAME_PX = 130;
const MOST_NAME_SHARE = 0.23;
const NARROW_PX = 560;
/** Between the faintest and the strongest hand-offs so many steps are told apart. */
const STEPS = 6;
/** Curves of one batch are painted together, which fits between two frames: wide ones cost ten times what hairlines do. */
const BATCH = { hairlines: 50, wide: 8 };
const HAIRLINE_PX = 1;
/** Up to this strength a hand-off is a hairline, told by its faintness alone. */
const HAIRLINE_UNTIL = 0.6;

/** Everything of the picture that does not move with the camera. */
export function graphScene(view: CollaborationView, visible: readonly number[], size: Size): GraphScene {
  const { names, shape, spacingPx } = fittingRing(view, size);
  const roleTurns = new Map(view.roles.map(({ role, fromTurn, untilTurn }) => [role, (fromTurn + untilTurn) / 2]));
  const busiest = Math.max(1, ...view.agents.map(({ handedOver, received }) => handedOver + received));
  const agents = view.agents.map(({ name, role, turn, handedOver, received }): SceneAgent => {
    const point = shape.pointAt(turn);
    const most = Math.min(9, Math.max(3.5, spacingPx * 0.6));
    return {
      ...{ name, turn, point, hue: roleHue(role), out: outward(shape, point) },
      roleTurn: roleTurns.get(role) ?? turn,
      radiusPx: 2 + (most - 2) * Math.sqrt((handedOver + received) / busiest),
    };
  });
  const roles = view.roles.map(({ role, fromTurn, untilTurn }) => {
    const steps = Math.max(2, Math.ceil((untilTurn - fromTurn) * 180));
    const line = Array.from({ length: steps + 1 }, (_, i) =>
      shape.pointAt(fromTurn + ((untilTurn - fromTurn) * i) / steps),
    );
    const middle = shape.pointAt((fromTurn + untilTurn) / 2);
    return { role, hue: roleHue(role), line, middle, out: outward(shape, middle) };
  });
  return { size, shape, names, agents, roles, spacingPx, batches: batchesOf(view, visible, agents, shape) };
}

/** With everybody's name where they can be read, else with the roles' names, else as large as it can be. */
function fittingRing({ agents, roles }: CollaborationView, size: Size) {
  const letters = Math.max(0, ...agents.map(({ name }) => name.length));
  const spacing = ({ length }: RingShape) => length / Math.max(1, agents.length + 2 * roles.length);
  for (const [fontPx, roomPx] of NAME_SIZES) {
    const namePx = Math.min(MOST_NAME_PX, letters * fontPx * LETTER);
    const shape = ringShape(size, "agents", namePx);
    const isWide = namePx <= MOST_NAME_SHARE * Math.min(size.width, size.height);
    if (isWide && spacing(shape) >= roomPx) return { names: "agents", shape, spacingPx: spacing(shape) } as const;
  }
  const names: RingNames = size.width >= NARROW_PX ? "roles" : "none";
  const shape = ringShape(size, names);
  return { names, shape, spacingPx: spacing(shape) };
}

/** The curve of a pair, by its place; null for one that does not exist. */
export function curveOf(
  { pairs }: Pick<CollaborationView, "pairs">,
  pair: number,
  agents: readonly SceneAgent[],
  shape: RingShape,
): Curve | null {
  const [from, to] = [agents[pairs.from[pair] ?? -1], agents[pairs.to[pair] ?? -1]];
  return from && to ? handOffCurve(shape, from, to) : null;
}

function batchesOf(
  view: CollaborationView,
  visible: readonly number[],
  agents: readonly SceneAgent[],
  shape: RingShape,
): StrokeBatch[] {
  const looks = new Map<string, StrokeBatch & { rank: number }>();
  // Of thousands each is fainter, so that together they do not become one blot.
  const crowd = Math.min(1, Math.max(0.3, Math.sqrt(300 / Math.max(1, visible.length))));
  const strengths = strengthsOf(view, visible);
  visible.forEach((pair, i) => {
    const curve = curveOf(view, pair, agents, shape);
    if (!curve) return;
    const { hue, isLoud } = hueOf(view, pair, agents);
    const step = Math.round((strengths[i] ?? 0) * (STEPS - 1));
    const key = `${hue} ${step}`;
    const share = step / (STEPS - 1);
    const look = looks.get(key) ?? {
      hue,
      alpha: isLoud ? 0.55 + 0.4 * share : crowd * (0.12 + 0.63 * share * share),
      widthPx: isLoud ? 1.5 + 1.5 * share : share <= HAIRLINE_UNTIL ? HAIRLINE_PX : 0.6 + 2 * share * share,
      curves: [],
      rank: (isLoud ? STEPS : 0) + step,
    };
    look.curves.push(curve);
    looks.set(key, look);
  });
  return [...looks.values()]
    .sort((a, b) => a.rank - b.rank)
    .flatMap(({ hue, alpha, widthPx, curves }) => {
      const most = widthPx <= HAIRLINE_PX ? BATCH.hairlines : BATCH.wide;
      return Array.from({ length: Math.ceil(curves.length / most) }, (_, part) => ({
        ...{ hue, alpha, widthPx },
        curves: curves.slice(part * most, (part + 1) * most),
      }));
    });
}

/** 0-1 a visible pair: by hand-offs on a log scale, or by the size of the difference. */
function strengthsOf({ pairs }: CollaborationView, visible: readonly number[]): number[] {
  const { uplift, count } = pairs;
  const sizes = uplift
    ? visible.map((pair) => Math.abs(uplift.value[pair] ?? 0))
    : visible.map((pair) => Math.log1p(count[pair] ?? 0));
  const [least, most] = [uplift ? 0 : Math.min(...sizes), Math.max(...sizes)];
  return sizes.map((size) => (most > least ? (size - least) / (most - least) : 1));
}

/** By the sender's role; where differences are shown, those that are no chance by their sign, and the others hardly. */
function hueOf(
  { measure, pairs: { uplift, from } }: CollaborationView,
  pair: number,
  agents: readonly SceneAgent[],
): { hue: StrokeHue; isLoud: boolean } {
  if (measure === "handoffs" || !uplift) return { hue: agents[from[pair] ?? -1]?.hue ?? "rest", isLoud: false };
  if (!uplift.isFound[pair]) return { hue: "faint", isLoud: false };
  return { hue: hueOfSign(measure, uplift.value[pair] ?? 0), isLoud: true };
}

export const hueOfSign = (measure: PairMeasure, value: number): "better" | "worse" =>
  isBetter(measure, value) ? "better" : "worse";
