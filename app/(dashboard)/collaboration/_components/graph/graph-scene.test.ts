import { describe, expect, it } from "vitest";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { centredOn, inPlane, moved, onScreen, transformBetween, wholeView, zoomedAt } from "./camera.ts";
import { graphScene } from "./graph-scene.ts";
import { arrowOn } from "./hand-off-curve.ts";
import { ringShape } from "./ring-shape.ts";

const SIZE = { width: 1000, height: 600 };

const agent = (name: string, role: string, turn: number) => ({
  ...{ name, role, turn, agentId: null, handedOver: 1, received: 1, centrality: 0.25, part: null },
});
const view: CollaborationView = {
  fleetName: "demo",
  measure: "success",
  model: { version: 1, sha256: "", runs: 1, interactions: 1 },
  agents: [agent("a", "critic", 0.1), agent("b", "critic", 0.2), agent("c", "analyst", 0.6), agent("d", "odd", 0.9)],
  roles: [
    { role: "critic", fromTurn: 0.05, untilTurn: 0.25, agents: 2 },
    { role: "analyst", fromTurn: 0.55, untilTurn: 0.65, agents: 1 },
    { role: "odd", fromTurn: 0.85, untilTurn: 0.95, agents: 1 },
  ],
  pairs: {
    from: [0, 2, 0],
    to: [2, 0, 1],
    count: [5, 5, 1],
    uplift: {
      n: [20, 20, null],
      value: [0.1, -0.2, null],
      low: [0.05, -0.3, null],
      high: [0.15, -0.1, null],
      isFound: [true, true, false],
    },
  },
  teams: [],
  bottlenecks: [],
};

describe("the ring on the screen", () => {
  it("gives every agent the same room, however wide it is", () => {
    const shape = ringShape(SIZE, "none");
    const points = Array.from({ length: 200 }, (_, i) => shape.pointAt(i / 200));
    const steps = points.map((point, i) => {
      const next = points[(i + 1) % points.length] ?? point;
      return Math.hypot(next.x - point.x, next.y - point.y);
    });
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.02);
    expect(shape.pointAt(0).y).toBeCloseTo(-shape.radiusY, 3);
    expect(shape.pointAt(0.25).x).toBeGreaterThan(0);
  });

  it("leaves room for everybody's name where they can be read, else for the roles' names, else for none", () => {
    const crowd = Array.from({ length: 400 }, (_, i) => agent(`agent_${i}`, "critic", i / 400));
    const namesOf = (agents: typeof crowd, size: typeof SIZE) => graphScene({ ...view, agents }, [], size).names;
    expect(namesOf(view.agents as typeof crowd, SIZE)).toBe("agents");
    expect(namesOf(crowd.slice(0, 200), { width: 860, height: 800 })).toBe("agents");
    expect(namesOf(crowd, SIZE)).toBe("roles");
    expect(namesOf(crowd, { width: 360, height: 500 })).toBe("none");
    expect(namesOf(crowd.slice(0, 14), { width: 360, height: 416 })).toBe("agents");
  });
});

describe("the picture", () => {
  it("shows what is better and what is worse last and strongest, and chance faintly", () => {
    const { batches } = graphScene(view, [0, 1, 2], SIZE);
    expect(batches.map(({ hue }) => hue)).toEqual(["faint", "better", "worse"]);
    expect(batches[0]?.alpha).toBeLessThan(batches[1]?.alpha ?? 0);
  });

  it("colours hand-offs by the sender's role, and paints thousands in small parts", () => {
    const pairs = { ...view.pairs, uplift: null };
    const { batches } = graphScene({ ...view, measure: "handoffs", pairs }, [0, 1, 2], SIZE);
    expect(new Set(batches.map(({ hue }) => hue))).toEqual(new Set(["series-4", "series-2"]));
    const many = graphScene(
      { ...view, measure: "handoffs", pairs },
      Array.from({ length: 5_000 }, () => 0),
      SIZE,
    );
    expect(Math.max(...many.batches.map(({ curves }) => curves.length))).toBeLessThanOrEqual(60);
    expect(many.batches.flatMap(({ curves }) => curves)).toHaveLength(5_000);
  });

  it("leads there and back beside each other, each arrow towards its receiver", () => {
    const [there, back] = graphScene(view, [0, 1], SIZE).batches.flatMap(({ curves }) => curves);
    if (!there || !back) throw new Error("two curves are expected");
    expect(Math.hypot(there[1].x - back[2].x, there[1].y - back[2].y)).toBeGreaterThan(10);
    const { at, angle } = arrowOn(there);
    const before = Math.hypot(there[3].x - at.x, there[3].y - at.y);
    const after = Math.hypot(there[3].x - at.x - Math.cos(angle), there[3].y - at.y - Math.sin(angle));
    expect(after).toBeLessThan(before);
  });
});

describe("the camera", () => {
  const camera = zoomedAt(wholeView(SIZE), 3, { x: 200, y: 100 }, SIZE);

  it("keeps what is pointed at where it is", () => {
    const point = inPlane(wholeView(SIZE), { x: 200, y: 100 });
    const after = onScreen(camera, point);
    expect(after.x).toBeCloseTo(200);
    expect(after.y).toBeCloseTo(100);
  });

  it("never loses the ring, nor nearness or distance without end", () => {
    const far = moved(camera, { x: 1e6, y: -1e6 }, SIZE);
    expect(Math.abs(far.x)).toBeLessThan(SIZE.width * 3);
    expect(zoomedAt(camera, 1e6, { x: 0, y: 0 }, SIZE).zoom).toBe(12);
    expect(zoomedAt(camera, 1e-6, { x: 0, y: 0 }, SIZE).zoom).toBe(0.5);
    const middle = onScreen(centredOn(camera, { x: 30, y: 40 }, SIZE), { x: 30, y: 40 });
    expect(middle.x).toBeCloseTo(SIZE.width / 2);
    expect(middle.y).toBeCloseTo(SIZE.height / 2);
  });

  it("moves a painted picture to where the new camera sees it", () => {
    const painted = wholeView(SIZE);
    const [scale = 0, , , , x = 0, y = 0] = (transformBetween(painted, camera).match(/-?[\d.]+/g) ?? []).map(Number);
    const point = { x: 17, y: -40 };
    const [before, after] = [onScreen(painted, point), onScreen(camera, point)];
    expect(scale * before.x + x).toBeCloseTo(after.x, 3);
    expect(scale * before.y + y).toBeCloseTo(after.y, 3);
  });
});
