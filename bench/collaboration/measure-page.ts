import { type Browser, chromium, type Page } from "@playwright/test";
import { findChromium } from "#server/boot/find-chromium.ts";

/** The rest keeps Chromium from calling home; without a graphics card it paints on the processor, as here. */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"];
const WINDOW = { width: 1440, height: 1000 };
const DRAWN_MS = 120_000;

/** One load of the page with an empty cache, and then one while the graph is moved. Milliseconds since navigation. */
export interface PageTimes {
  /** The whole answer has come. */
  loadedMs: number;
  /** A key that is pressed on the graph is answered. */
  interactiveMs: number;
  /** Every hand-off is painted. */
  drawnMs: number;
  /** Between two frames: while nothing moves, while it is dragged, while it is zoomed. */
  frames: Record<"idle" | "pan" | "zoom", number[]>;
}

export interface BrowserSession {
  baseUrl: string;
  person: { email: string; password: string };
}

/** Loads the graph in browsers that have never seen it, one after another. */
export async function measurePages(
  { baseUrl, person }: BrowserSession,
  address: string,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<PageTimes[]> {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: FLAGS });
  try {
    const times: PageTimes[] = [];
    // The first one warms the product up, not the browser.
    for (let round = 0; round <= rounds; round++) {
      const measured = await measureOnce(browser, { baseUrl, person }, address, seconds);
      if (round > 0) times.push(measured);
    }
    return times;
  } finally {
    await browser.close();
  }
}

async function measureOnce(
  browser: Browser,
  { baseUrl, person }: BrowserSession,
  address: string,
  seconds: number,
): Promise<PageTimes> {
  const context = await browser.newContext({ baseURL: baseUrl, viewport: WINDOW });
  try {
    const answer = await context.request.post("/api/auth/sign-in/email", {
      data: person,
      headers: { origin: baseUrl },
    });
    if (!answer.ok()) throw new Error(`Nobody can sign in: ${answer.status()}`);
    const page = await context.newPage();
    await page.addInitScript(watchPage);
    await page.goto(address, { waitUntil: "commit" });
    const found = await page.waitForFunction(() => window.graphTimes?.drawnMs && window.graphTimes, undefined, {
      timeout: DRAWN_MS,
    });
    const { interactiveMs, drawnMs } = (await found.jsonValue()) as { interactiveMs: number; drawnMs: number };
    const loadedMs = await page.evaluate(
      () => (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).responseEnd,
    );
    return { loadedMs, interactiveMs, drawnMs, frames: await measureFrames(page, seconds) };
  } finally {
    await context.close();
  }
}

declare global {
  interface Window {
    graphTimes?: { interactiveMs: number; drawnMs: number };
    frameTimes?: number[];
  }
}

/** Runs in the page, from its first moment: presses a key on the graph each frame until it says something. */
function watchPage(): void {
  let interactiveMs = 0;
  const look = () => {
    const graph = document.querySelector("[data-drawn]");
    const said = graph?.closest("div.flex")?.querySelector("[aria-live]")?.textContent ?? "";
    if (interactiveMs === 0 && said !== "") interactiveMs = performance.now();
    if (interactiveMs === 0) graph?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    if (interactiveMs > 0 && graph?.getAttribute("data-drawn") === "true") {
      window.graphTimes = { interactiveMs, drawnMs: performance.now() };
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function measureFrames(page: Page, seconds: number): Promise<PageTimes["frames"]> {
  const box = await page.locator("[data-drawn]").boundingBox();
  if (!box) throw new Error("The graph is not on the page");
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height, WINDOW.height - box.y) / 2];
  await page.keyboard.press("Escape");
  const idle = await framesOf(page, seconds / 2, async () => void (await page.waitForTimeout(50)));
  await page.mouse.move(x, y);
  await page.mouse.down();
  const pan = await framesOf(page, seconds, (turn) =>
    page.mouse.move(x + 180 * Math.sin(turn / 9), y + 120 * Math.cos(turn / 7)),
  );
  await page.mouse.up();
  const zoom = await framesOf(page, seconds, (turn) => page.mouse.wheel(0, turn % 80 < 40 ? -40 : 40));
  return { idle, pan, zoom };
}

/** Frame intervals while something is done again and again. */
async function framesOf(page: Page, seconds: number, act: (turn: number) => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    window.frameTimes = times;
    let last = performance.now();
    const note = (now: number) => {
      if (window.frameTimes !== times) return;
      times.push(now - last);
      last = now;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const untilMs = performance.now() + 1000 * seconds;
  for (let turn = 0; performance.now() < untilMs; turn++) await act(turn);
  return page.evaluate(() => {
    const times = window.frameTimes ?? [];
    window.frameTimes = undefined;
    // The first one is the time until the recording began.
    return times.slice(1);
  });
}
