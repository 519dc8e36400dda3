import type { Command } from "commander";
import { SignalboxError } from "#lib/core/errors.ts";
import { readModelPolicy } from "#lib/queries/model-policy.ts";
import { saveModelPolicy } from "#lib/services/models/save-model-policy.ts";
import { withProduct } from "#server/cli/context.ts";
import { type ModelOptions, modelCommand, modelKey } from "#server/cli/model-options.ts";

interface Options extends ModelOptions {
  set: string[];
  reason?: string;
}

const collect = (value: string, before: string[]) => [...before, value];

/** `signalbox model-policy`: shows or changes how a model's versions come and go. */
export function command(): Command {
  return modelCommand("model-policy", "Show the policy of a model, or change parts of it.")
    .option("--set <path=value>", "such as gates.minRows=100 or retrainEveryDays=null; may be repeated", collect, [])
    .option("--reason <text>", "why, for the history; needed to change something")
    .action(({ set, reason, ...options }: Options) =>
      withProduct(async (ctx) => {
        const key = modelKey(options);
        const before = await readModelPolicy({ ctx, input: key });
        const policy = set.reduce<unknown>(changed, before);
        const shown =
          set.length === 0 ? before : await saveModelPolicy({ ctx, input: { ...key, policy, reason: reason ?? "" } });
        console.log(JSON.stringify(shown, null, 2));
      }),
    );
}

/** A copy with the named part changed; the service refuses names there are not and values that do not fit. */
function changed(policy: unknown, text: string): unknown {
  const at = text.indexOf("=");
  if (at < 1) throw new SignalboxError("invalid_input", `Write a change as path=value, not "${text}".`);
  return replaced(policy, text.slice(0, at).split("."), parsedValue(text.slice(at + 1)));
}

function replaced(part: unknown, [name, ...rest]: string[], value: unknown): unknown {
  if (name === undefined) return value;
  const known = part !== null && typeof part === "object" && Object.hasOwn(part, name);
  if (!known) throw new SignalboxError("invalid_input", `The policy has no "${name}".`);
  const fields = part as Record<string, unknown>;
  return { ...fields, [name]: replaced(fields[name], rest, value) };
}

function parsedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
