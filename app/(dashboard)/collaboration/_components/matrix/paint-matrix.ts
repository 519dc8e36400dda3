import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { hueOfSign } from "../graph/graph-scene.ts";
import type { CanvasColours } from "../graph/use-canvas-colours.ts";
import { roleHue } from "../role-hue.ts";
import type { Matrix, MatrixCell } from "./matrix-cells.ts";
import type { MatrixLayout } from "./matrix-layout.ts";

const FONT = '"Inter Variable", ui-sans-serif, system-ui, sans-serif';
/** From this size on a cell says its sign in a letter, too. */
const SIGNED_PX = 14;
const ROLE_BAR_PX = 4;

interface Painted {
  context: CanvasRenderingContext2D;
  view: CollaborationView;
  matrix: Matrix;
  layout: MatrixLayout;
  colours: CanvasColours;
}

/** The whole matrix; it is small enough to be painted at once. */
export function paintMatrix(painted: Painted, cursor: { row: number; column: number } | null): void {
  const { context, matrix, layout, colours } = painted;
  const { leftPx, topPx, cellPx, widthPx, heightPx } = layout;
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, widthPx, heightPx);
  paintRoles(painted, matrix.senders, "down");
  paintRoles(painted, matrix.receivers, "across");
  for (const cell of matrix.cells) paintCell(painted, cell);
  if (layout.hasNames) paintNames(painted, cursor);
  if (!cursor) return;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.strokeRect(leftPx + cursor.column * cellPx, topPx + cursor.row * cellPx, cellPx, cellPx);
  context.globalAlpha = 0.08;
  context.fillStyle = colours.ink;
  context.fillRect(leftPx, topPx + cursor.row * cellPx, matrix.receivers.length * cellPx, cellPx);
  context.fillRect(leftPx + cursor.column * cellPx, topPx, cellPx, matrix.senders.length * cellPx);
  context.globalAlpha = 1;
}

function paintCell({ context, view, layout, colours }: Painted, { row, column, pair, strength }: MatrixCell): void {
  const { leftPx, topPx, cellPx } = layout;
  const { measure, pairs } = view;
  const [x, y] = [leftPx + column * cellPx, topPx + row * cellPx];
  const inner = cellPx > 6 ? cellPx - 1 : cellPx;
  if (measure === "handoffs" || !pairs.uplift) {
    context.fillStyle = colours["series-1"];
    context.globalAlpha = 0.12 + 0.88 * strength ** 1.5;
    context.fillRect(x, y, inner, inner);
    context.globalAlpha = 1;
    return;
  }
  const value = pairs.uplift.value[pair] ?? null;
  const isFound = pairs.uplift.isFound[pair] === true;
  const sign = value === null ? null : hueOfSign(measure, value);
  context.fillStyle = sign === null || !isFound ? colours.faint : colours[sign];
  context.globalAlpha = isFound ? 0.45 + 0.55 * strength : 0.14;
  context.fillRect(x, y, inner, inner);
  context.globalAlpha = 1;
  if (!isFound || sign === null || cellPx < SIGNED_PX) return;
  context.fillStyle = colours.ink;
  context.font = `600 11px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(sign === "better" ? "+" : "−", x + inner / 2, y + inner / 2);
}

/** Bars of the roles' colours along an edge, a line between roles, and their names where agents have none. */
function paintRoles(
  { context, view, matrix, layout, colours }: Painted,
  places: number[],
  way: "down" | "across",
): void {
  const { leftPx, topPx, cellPx, hasNames } = layout;
  const acrossPx = matrix.receivers.length * cellPx;
  const downPx = matrix.senders.length * cellPx;
  let start = 0;
  for (let i = 1; i <= places.length; i++) {
    const role = view.agents[places[start] ?? -1]?.role ?? "";
    if (i < places.length && view.agents[places[i] ?? -1]?.role === role) continue;
    const [fromPx, longPx] = [start * cellPx, (i - start) * cellPx];
    context.fillStyle = colours[roleHue(role)];
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.beginPath();
    if (way === "down") {
      context.fillRect(leftPx - ROLE_BAR_PX - 1, topPx + fromPx, ROLE_BAR_PX, longPx - 1);
      context.moveTo(leftPx, topPx + fromPx + longPx - 0.5);
      context.lineTo(leftPx + acrossPx, topPx + fromPx + longPx - 0.5);
    } else {
      context.fillRect(leftPx + fromPx, topPx - ROLE_BAR_PX - 1, longPx - 1, ROLE_BAR_PX);
      context.moveTo(leftPx + fromPx + longPx - 0.5, topPx);
      context.lineTo(leftPx + fromPx + longPx - 0.5, topPx + downPx);
    }
    context.stroke();
    if (!hasNames && longPx >= 11) {
      const middle = fromPx + longPx / 2;
      context.fillStyle = colours.ink;
      paintText(
        context,
        role,
        way,
        way === "down" ? { x: leftPx, y: topPx + middle } : { x: leftPx + middle, y: topPx },
      );
    }
    start = i;
  }
}

function paintNames(
  { context, view, matrix, layout, colours }: Painted,
  cursor: { row: number; column: number } | null,
) {
  const { leftPx, topPx, cellPx } = layout;
  const name = (place: number) => view.agents[place]?.name ?? "";
  context.fillStyle = colours.ink;
  matrix.senders.forEach((place, row) => {
    const at = { x: leftPx, y: topPx + (row + 0.5) * cellPx };
    paintText(context, name(place), "down", at, row === cursor?.row ? "700" : "400");
  });
  matrix.receivers.forEach((place, column) => {
    const at = { x: leftPx + (column + 0.5) * cellPx, y: topPx };
    paintText(context, name(place), "across", at, column === cursor?.column ? "700" : "400");
  });
}

function paintText(
  context: CanvasRenderingContext2D,
  text: string,
  way: "down" | "across",
  { x, y }: { x: number; y: number },
  weight = "500",
): void {
  context.save();
  context.font = `${weight} 11px ${FONT}`;
  context.textBaseline = "middle";
  if (way === "down") {
    context.textAlign = "right";
    context.fillText(text, x - ROLE_BAR_PX - 5, y);
  } else {
    context.textAlign = "left";
    context.translate(x, y - ROLE_BAR_PX - 5);
    context.rotate(-Math.PI / 2);
    context.fillText(text, 0, 0);
  }
  context.restore();
}
