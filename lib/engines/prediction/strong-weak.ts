/** A share of tasks sent to the strong model (0-1) and the mean quality reached with it. */
interface SharePoint {
  share: number;
  quality: number;
}

/** How well a score tells which tasks need the strong of two models. */
export interface StrongWeakFigures {
  /** Average performance gap recovered: 0 is the weak model, 0.5 about random, 1 the strong one at no cost. */
  apgr: number;
  /** Least strong share that recovers half, and four fifths, of the gap; null when it is never reached. */
  cpt50: number | null;
  cpt80: number | null;
}

const DECILES = 10;

/**
 * RouteLLM's figures (Ong et al., "RouteLLM: Learning to route LLMs with preference data", 2024): thresholds at the deciles
 * of the score, the strong model where the score reaches the threshold, trapezoids between.
 * @param score higher where the strong model is needed more; one for each task.
 * @param strong outcome 0-1 of the strong model, `weak` of the weak one.
 * @returns null when the strong model is not better on average.
 */
export function strongWeakFigures(
  score: ArrayLike<number>,
  strong: ArrayLike<number>,
  weak: ArrayLike<number>,
): StrongWeakFigures | null {
  const count = score.length;
  const sorted = Float64Array.from(score).sort();
  const points: SharePoint[] = [point(score, strong, weak, Number.POSITIVE_INFINITY)];
  for (let decile = DECILES; decile >= 0; decile--) {
    const at = Math.round((decile / DECILES) * (count - 1));
    points.push(point(score, strong, weak, sorted[at] as number));
  }
  const weakest = (points[0] as SharePoint).quality;
  const gap = (points.at(-1) as SharePoint).quality - weakest;
  if (!(gap > 0)) return null;
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1] as SharePoint, points[i] as SharePoint];
    area += ((a.quality + b.quality) / 2) * (b.share - a.share);
  }
  const reach = (part: number) => shareAt(points, weakest + part * gap);
  return { apgr: (area - weakest) / gap, cpt50: reach(0.5), cpt80: reach(0.8) };
}

function point(
  score: ArrayLike<number>,
  strong: ArrayLike<number>,
  weak: ArrayLike<number>,
  threshold: number,
): SharePoint {
  let calls = 0;
  let quality = 0;
  for (let i = 0; i < score.length; i++) {
    const takes = (score[i] as number) >= threshold;
    if (takes) calls++;
    quality += (takes ? strong[i] : weak[i]) as number;
  }
  return { share: calls / score.length, quality: quality / score.length };
}

function shareAt(points: readonly SharePoint[], quality: number): number | null {
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1] as SharePoint, points[i] as SharePoint];
    if (b.quality < quality) continue;
    if (b.quality === a.quality) return a.share;
    return a.share + Math.max(0, (quality - a.quality) / (b.quality - a.quality)) * (b.share - a.share);
  }
  return null;
}
