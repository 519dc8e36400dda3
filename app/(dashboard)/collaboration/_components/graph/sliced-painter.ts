import { type Camera, transformBetween } from "./camera.ts";
import type { GraphScene } from "./graph-scene.ts";
import { type Easel, paintBatch, paintMarks } from "./paint-graph.ts";
import type { CanvasColours } from "./use-canvas-colours.ts";

/** What the picture should be of. */
interface Wanted {
  scene: GraphScene;
  colours: CanvasColours;
  camera: Camera;
  density: number;
}

interface Job {
  of: Wanted;
  easel: Easel;
  next: number;
}

/** So much of a frame is painted in: little while something moves, so that the movement stays smooth. */
const SLICE_MS = { still: 24, moving: 4 };
/** So long after the last movement it counts as over. */
const STILL_AFTER_MS = 150;

/**
 * Paints thousands of curves without ever holding a frame up: a picture is painted unseen, some batches a frame, and shown
 * when it is whole. Meanwhile the last one follows the camera by a transform, which costs nothing.
 */
export class SlicedPainter {
  private wanted: Wanted | null = null;
  private shown: Wanted | null = null;
  private job: Job | null = null;
  private frame = 0;
  private movedAtMs = 0;
  private readonly unseen = document.createElement("canvas");
  private readonly canvas: HTMLCanvasElement;
  private readonly onShown: (scene: GraphScene) => void;

  /** @param onShown called when the canvas shows what is wanted */
  constructor(canvas: HTMLCanvasElement, onShown: (scene: GraphScene) => void) {
    this.canvas = canvas;
    this.onShown = onShown;
  }

  show(wanted: Wanted): void {
    const old = this.wanted;
    this.wanted = wanted;
    if (old && old.scene === wanted.scene && old.camera !== wanted.camera) this.movedAtMs = performance.now();
    // What another picture was begun of is of no use; one for the camera of a moment ago is.
    if (this.job && !samePicture(this.job.of, wanted)) this.job = null;
    if (this.shown && samePicture(this.shown, wanted)) {
      this.canvas.style.transform = transformBetween(this.shown.camera, wanted.camera);
    }
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.step());
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.job = null;
  }

  private step(): void {
    this.frame = 0;
    const { wanted } = this;
    if (!wanted || wanted === this.shown) return;
    this.job ??= this.begin(wanted);
    if (this.job) this.work(this.job);
    if (this.wanted !== this.shown) this.frame = requestAnimationFrame(() => this.step());
  }

  private begin(of: Wanted): Job | null {
    // On the processor: only there does a batch that is read back tell when it is painted, and not just noted down.
    const context = fitted(this.unseen, of, { willReadFrequently: true });
    if (!context) return null;
    const easel = { context, camera: of.camera, colours: of.colours, density: of.density };
    if (!this.shown) this.showFirst(of);
    return { of, easel, next: 0 };
  }

  /** Agents are seen, and can be pointed at, before their hand-offs are painted. */
  private showFirst(of: Wanted): void {
    const context = fitted(this.canvas, of);
    if (context) paintMarks({ context, camera: of.camera, colours: of.colours, density: of.density }, of.scene);
  }

  private work(job: Job): void {
    const { batches } = job.of.scene;
    const startMs = performance.now();
    const isMoving = startMs - this.movedAtMs < STILL_AFTER_MS;
    const untilMs = startMs + (isMoving ? SLICE_MS.moving : SLICE_MS.still);
    while (job.next < batches.length && performance.now() < untilMs) {
      const batch = batches[job.next++];
      if (batch) paintBatch(job.easel, batch);
      job.easel.context.getImageData(0, 0, 1, 1);
    }
    if (job.next < batches.length) return;
    paintMarks(job.easel, job.of.scene);
    this.reveal(job.of);
    this.job = null;
  }

  private reveal(of: Wanted): void {
    const context = fitted(this.canvas, of);
    context?.drawImage(this.unseen, 0, 0);
    this.shown = of;
    const { wanted } = this;
    this.canvas.style.transform = wanted ? transformBetween(of.camera, wanted.camera) : "none";
    if (wanted === of) this.onShown(of.scene);
  }
}

const samePicture = (a: Wanted, b: Wanted): boolean =>
  a.scene === b.scene && a.colours === b.colours && a.density === b.density;

/** The canvas, empty and as large as the picture. */
function fitted(
  canvas: HTMLCanvasElement,
  { scene: { size }, density }: Wanted,
  settings?: CanvasRenderingContext2DSettings,
): CanvasRenderingContext2D | null {
  const [width, height] = [Math.round(size.width * density), Math.round(size.height * density)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    // Its own size and not that of the place it has: a picture of another size must not be stretched meanwhile.
    canvas.style.width = `${size.width}px`;
    canvas.style.height = `${size.height}px`;
  }
  const context = canvas.getContext("2d", settings);
  context?.setTransform(1, 0, 0, 1, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}
