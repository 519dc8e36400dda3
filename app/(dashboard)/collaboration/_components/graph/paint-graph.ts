import { type Camera, onScreen, type Point } from "./camera.ts";
import { type GraphScene, LEAST_NAME_PX, type SceneAgent, type StrokeBatch } from "./graph-scene.ts";
import { arrowOn, type Curve } from "./hand-off-curve.ts";
import type { CanvasColours } from "./use-canvas-colours.ts";

/** What a picture is painted on, and through. */
export interface Easel {
  context: CanvasRenderingContext2D;
  camera: Camera;
  colours: CanvasColours;
  /** Pixels of the device for one of the page. */
  density: number;
}

const MOST_NAME_PX = 12;
const FONT = '"Inter Variable", ui-sans-serif, system-ui, sans-serif';
const NAME_GAP = 6;
const ROLE_LINE_PX = 3;

/** All coordinates that follow are of the ring's plane; widths stay pixels of the page. */
function throughCamera({ context, camera: { zoom, x, y }, density }: Easel): void {
  context.setTransform(density * zoom, 0, 0, density * zoom, density * x, density * y);
}

function onPage({ context, density }: Easel): void {
  context.setTransform(density, 0, 0, density, 0, 0);
}

export function paintBatch(easel: Easel, { hue, alpha, widthPx, curves }: StrokeBatch): void {
  const { context, colours, camera } = easel;
  throughCamera(easel);
  context.globalAlpha = alpha;
  context.strokeStyle = colours[hue];
  context.lineWidth = widthPx / camera.zoom;
  context.setLineDash(hue === "worse" ? [6 / camera.zoom, 3 / camera.zoom] : []);
  context.beginPath();
  for (const curve of curves) trace(context, curve);
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function trace(context: CanvasRenderingContext2D, [a, b, c, d]: Curve): void {
  context.moveTo(a.x, a.y);
  context.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
}

/** Whether agents' names can be read now. */
export function hasNames({ spacingPx, names }: GraphScene, { zoom }: Camera): boolean {
  return spacingPx * zoom >= LEAST_NAME_PX && (names === "agents" || zoom > 1);
}

/** Roles, agents and, where there is room, names. */
export function paintMarks(easel: Easel, scene: GraphScene): void {
  const { context, colours, camera } = easel;
  onPage(easel);
  context.lineWidth = ROLE_LINE_PX;
  const named = hasNames(scene, camera);
  for (const { line, hue, role, middle, out } of scene.roles) {
    context.strokeStyle = colours[hue];
    context.beginPath();
    line.forEach((point, i) => {
      const { x, y } = onScreen(camera, point);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.stroke();
    if (!named && scene.names !== "none") paintRoleName(easel, role, middle, out);
  }
  for (const agent of scene.agents) paintAgent(easel, agent, 1);
  if (!named) return;
  context.fillStyle = colours.ink;
  for (const agent of scene.agents) paintName(easel, scene, agent, "");
}

function paintRoleName(easel: Easel, role: string, middle: Point, out: Point): void {
  const { context, colours, camera } = easel;
  const { x, y } = onScreen(camera, middle);
  context.font = `500 12px ${FONT}`;
  context.fillStyle = colours.ink;
  context.textAlign = out.x > 0.3 ? "left" : out.x < -0.3 ? "right" : "center";
  context.textBaseline = "middle";
  context.fillText(role, x + out.x * 12, y + out.y * 14);
}

export function paintAgent(easel: Easel, { point, hue, radiusPx }: SceneAgent, times: number): void {
  const { context, colours, camera } = easel;
  onPage(easel);
  const { x, y } = onScreen(camera, point);
  context.beginPath();
  context.arc(x, y, radiusPx * times, 0, 2 * Math.PI);
  context.fillStyle = colours[hue];
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = colours.surface;
  context.stroke();
}

/** Outwards from the agent, or inwards where there is no room around the ring; never upside down. */
export function paintName(
  easel: Easel,
  scene: GraphScene,
  { point, out, name, radiusPx }: SceneAgent,
  weight: string,
): void {
  const { context, camera, colours } = easel;
  const isInward = scene.names === "none";
  const room = Math.max(LEAST_NAME_PX + 1, scene.spacingPx * camera.zoom);
  onPage(easel);
  const { x, y } = onScreen(camera, point);
  const isLeft = out.x < 0 !== isInward;
  context.font = `${weight} ${Math.min(MOST_NAME_PX, room - 0.5)}px ${FONT}`;
  context.textAlign = isLeft ? "right" : "left";
  context.textBaseline = "middle";
  context.translate(x, y);
  context.rotate(Math.atan2(out.y, out.x) + (out.x < 0 ? Math.PI : 0));
  const x0 = (isLeft ? -1 : 1) * (radiusPx + NAME_GAP);
  if (isInward) {
    context.strokeStyle = colours.surface;
    context.lineWidth = 3;
    context.strokeText(name, x0, 0);
  }
  context.fillText(name, x0, 0);
}

/** A hand-off of whoever is looked at: solid what leaves, dashed what comes, with an arrow at the receiver. */
export function paintOwnHandOff(easel: Easel, curve: Curve, leaves: boolean, strength: number): void {
  const { context, colours, camera } = easel;
  const colour = leaves ? colours["series-1"] : colours["series-2"];
  throughCamera(easel);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.globalAlpha = 0.35 + 0.6 * strength;
  context.lineWidth = (0.8 + 2 * strength) / camera.zoom;
  context.setLineDash(leaves ? [] : [5 / camera.zoom, 3 / camera.zoom]);
  context.beginPath();
  trace(context, curve);
  context.stroke();
  context.setLineDash([]);
  const { at, angle } = arrowOn(curve);
  const size = (4 + 3 * strength) / camera.zoom;
  context.translate(at.x, at.y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(size, 0);
  context.lineTo(-size * 0.7, size * 0.6);
  context.lineTo(-size * 0.7, -size * 0.6);
  context.fill();
  context.globalAlpha = 1;
}
