import { type Camera, onScreen, type Point } from "./camera.ts";
import type { GraphScene } from "./graph-scene.ts";

/** So far from an agent, or from its name, a pointer still means it. Pixels. */
const NEAR = { least: 7, most: 16 };
const NAME_LENGTH = 90;

/** Place of the agent that a pointer means, by the agent's dot or by its name; null: none. */
export function agentAt(scene: GraphScene, camera: Camera, pointer: Point): number | null {
  const near = Math.min(NEAR.most, Math.max(NEAR.least, (scene.spacingPx * camera.zoom) / 2));
  let [nearest, least] = [null as number | null, near];
  scene.agents.forEach(({ point, out }, place) => {
    const at = onScreen(camera, point);
    const [x, y] = [pointer.x - at.x, pointer.y - at.y];
    const along = Math.min(NAME_LENGTH, Math.max(0, x * out.x + y * out.y));
    const distance = Math.hypot(x - along * out.x, y - along * out.y);
    if (distance < least) [nearest, least] = [place, distance];
  });
  return nearest;
}
