import type { APIRequestContext, Page } from "@playwright/test";
import { PROVIDERS, type Provider, TIERS } from "#lib/contracts/configuration.ts";
import { judgeConfig } from "#lib/engines/configs/validate.ts";
import { catalogueFacts } from "#lib/runtime/price-catalogue.ts";
import { type BrokenConfiguration, brokenConfigurations, sound } from "#test/invalid-configurations.ts";
import { builtActions } from "../fixtures/entrances.ts";
import { expect, settled, test } from "../fixtures/test.ts";

type Settings = Record<string, unknown>;
interface Finding {
  path: string;
  message: string;
}

const AT_ONCE = 6;

/** What forbids saving, as the one judge of every door says it. */
function judge(settings: Settings): Finding[] {
  const { findings } = judgeConfig(settings, (provider, model) => catalogueFacts(provider, model, Date.now()));
  return findings.filter(({ severity }) => severity === "error").map(({ path, message }) => ({ path, message }));
}

test("the server action refuses the whole corpus with the judge's fields and sentences", async ({
  request,
  baseURL,
}) => {
  const action = builtActions().find((each) => each.name === "saveConfigurationAction");
  const line = ({ path, message }: Finding) => `${path.replace("settings.", "")}: ${message}`;
  const tryOne = async ({ rule, provider, settings }: BrokenConfiguration) => {
    const { ok, error } = await callAction(request, action, baseURL ?? "", settings);
    const said = error?.details.map(line).toSorted();
    const what = `${provider}, ${rule}`;
    expect({ what, ok, code: error?.code, said }).toEqual({
      what,
      ok: false,
      code: "invalid_input",
      said: judge(settings).map(line).toSorted(),
    });
  };
  const corpus = brokenConfigurations();
  for (let done = 0; done < corpus.length; done += AT_ONCE) {
    await Promise.all(corpus.slice(done, done + AT_ONCE).map(tryOne));
  }
});

/** Calls it as the browser's own code does. */
async function callAction(
  request: APIRequestContext,
  action: { id: string; page: string } | undefined,
  origin: string,
  settings: Settings,
): Promise<{ ok: boolean; error?: { code: string; details: Finding[] } }> {
  const input = { provider: settings.provider, name: "never-saved", settings, baseRevision: 0, note: "a try" };
  const response = await request.post(action?.page ?? "", {
    headers: { "next-action": action?.id ?? "", "content-type": "text/plain;charset=UTF-8", origin },
    data: JSON.stringify([input]),
  });
  // The answer comes in rows: the first names the others, the result is in the second.
  const row = (await response.text()).split("\n").find((line) => line.startsWith("1:"));
  return JSON.parse(row?.slice(2) ?? "{}");
}

const NUMBERS = new Set([
  "temperature",
  "maxTokens",
  "topP",
  "topK",
  "frequencyPenalty",
  "presencePenalty",
  "thinkingBudgetTokens",
  "timeoutMs",
  "maxRetries",
]);
const CHOICES: Record<string, readonly unknown[]> = {
  tier: TIERS,
  reasoningEffort: [null, "none", "minimal", "low", "medium", "high", "xhigh", "max"],
};
/** Empty, these are not set. */
const OPTIONAL_TEXTS = new Set(["baseUrl", "region"]);
const TEXTS = new Set(["model", "description", "systemPrompt", ...OPTIONAL_TEXTS]);

/** What a person types into a field for this value; null where the form has no way to say it. */
function typed(provider: Provider, path: string, value: unknown): string | null {
  if (path === "region" && provider !== "bedrock") return null;
  if (path in CHOICES) return CHOICES[path]?.includes(value) ? String(value ?? "") : null;
  if (path === "stopSequences") return Array.isArray(value) ? typedLines(value) : null;
  if (NUMBERS.has(path)) return value === null ? "" : typeof value === "number" ? String(value) : null;
  if (!TEXTS.has(path)) return null;
  if (value === null) return OPTIONAL_TEXTS.has(path) ? "" : null;
  return typeof value === "string" && !value.includes("\0") ? value : null;
}

function typedLines(lines: readonly unknown[]): string | null {
  const text = lines.join("\n");
  const read = text === "" ? [] : text.split("\n");
  return JSON.stringify(read) === JSON.stringify(lines) ? text : null;
}

/** Settings that break several rules at once, each of which is still said at its field. */
interface Trial {
  /** What differs from sound settings. */
  patch: Settings;
  /** The sentence that must stand at each broken field. */
  broken: Map<string, string>;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const firstByField = (findings: Finding[]) =>
  new Map(findings.toReversed().map(({ path, message }) => [path, message] as const));

/** The corpus as few enough states of a form to look at in seconds; how many of its cases a form can say at all. */
function trialsOf(provider: Provider): { trials: Trial[]; cases: number } {
  const from: Settings = { ...sound(provider) };
  const trials: Trial[] = [];
  let cases = 0;
  for (const { path, settings } of brokenConfigurations().filter((each) => each.provider === provider)) {
    const patch = Object.fromEntries(Object.entries(settings).filter(([key, value]) => !same(from[key], value)));
    const sentence = firstByField(judge(settings)).get(path);
    const sayable = Object.entries(patch).every(([key, value]) => typed(provider, key, value) !== null);
    if (sentence === undefined || !sayable) continue;
    cases += 1;
    const into = trials.find((trial) => holdsBoth(from, trial, patch, path, sentence));
    if (into) {
      Object.assign(into.patch, patch);
      into.broken.set(path, sentence);
    } else trials.push({ patch, broken: new Map([[path, sentence]]) });
  }
  return { trials, cases };
}

function holdsBoth(from: Settings, trial: Trial, patch: Settings, path: string, sentence: string): boolean {
  if (Object.keys(patch).some((key) => key in trial.patch && !same(trial.patch[key], patch[key]))) return false;
  const said = firstByField(judge({ ...from, ...trial.patch, ...patch }));
  return [...trial.broken, [path, sentence] as const].every(([field, expected]) => said.get(field) === expected);
}

/** @param shown what stands in the fields by what was typed before, kept current here. */
async function type(page: Page, provider: Provider, settings: Settings, shown: Map<string, string>): Promise<void> {
  for (const [path, value] of Object.entries(settings)) {
    const text = typed(provider, path, value);
    if (text === null || shown.get(path) === text) continue;
    shown.set(path, text);
    const control = page.locator(`#config-${path}`);
    if (path in CHOICES) await control.selectOption(text);
    else await control.fill(text);
  }
}

const sentences = (page: Page) =>
  page
    .locator('[id^="config-"][id$="-error"]')
    .evaluateAll((found) => found.map(({ id, textContent }) => [id.slice(7, -6), textContent] as const));

for (const provider of PROVIDERS) {
  test(`the form shows at each field of ${provider} what the judge finds, and saves none of it`, async ({ page }) => {
    const { trials, cases } = trialsOf(provider);
    expect(cases).toBeGreaterThan(30);
    await page.goto(`/configs/${provider}/general_purpose`);
    await settled(page);
    const summary = page.getByRole("alert").filter({ hasText: "These settings cannot be saved yet." });
    const shown = new Map<string, string>();
    for (const { patch } of trials) {
      const settings: Settings = { ...sound(provider), ...patch };
      await type(page, provider, settings, shown);
      const expected = [...firstByField(judge(settings))].toSorted();
      await expect.poll(async () => (await sentences(page)).toSorted(), { intervals: [50] }).toEqual(expected);
    }
    await expect(page.getByText("checked", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Review and save" }).click();
    await expect(summary.getByRole("link").first()).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
}
