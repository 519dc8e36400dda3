import type { z } from "zod";

/** Refuses a list of models that names one twice: the later entry would win in silence. */
export function refuseTwice(models: readonly { provider: string; model: string }[], check: z.RefinementCtx): void {
  const seen = new Set<string>();
  models.forEach(({ provider, model }, index) => {
    const key = `${provider} ${model}`;
    if (seen.has(key)) {
      check.addIssue({ code: "custom", path: [index], message: `${provider} ${model} is listed twice` });
    }
    seen.add(key);
  });
}
