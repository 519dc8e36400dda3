import type { Command } from "commander";
import { SignalboxError } from "#lib/core/errors.ts";
import { readModelVersion } from "#lib/queries/model-version.ts";
import { labelVersion } from "#lib/services/models/label-version.ts";
import { withProduct } from "#server/cli/context.ts";
import { type ModelOptions, modelCommand, modelKey } from "#server/cli/model-options.ts";

interface Options extends ModelOptions {
  version: string;
  description?: string;
  tag: string[];
  untag: string[];
}

const collect = (value: string, before: string[]) => [...before, value];

/** `signalbox label`: describes and tags a version; what is not named stays. */
export function command(): Command {
  return modelCommand("label", "Describe or tag a version; the version itself never changes.")
    .requiredOption("--version <number>", "version to label")
    .option("--description <text>", "what it is, in place of what was said before")
    .option("--tag <key=value>", "sets a tag; may be repeated", collect, [])
    .option("--untag <key>", "takes a tag off; may be repeated", collect, [])
    .action(({ version, description, tag, untag, ...options }: Options) =>
      withProduct(async (ctx) => {
        const key = modelKey(options);
        const { version: before } = await readModelVersion({ ctx, input: { ...key, version } });
        const kept = Object.entries(before.tags).filter(([name]) => !untag.includes(name));
        const tags = Object.fromEntries([...kept, ...tag.map(parted)]);
        const input = { ...key, version: before.version, description: description ?? before.description, tags };
        const label = await labelVersion({ ctx, input });
        console.log(`v${before.version} of ${options.fleet}: ${label.description || "no description"}`);
        for (const [name, value] of Object.entries(label.tags)) console.log(`  ${name}=${value}`);
      }),
    );
}

function parted(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new SignalboxError("invalid_input", `Write a tag as key=value, not "${text}".`);
  return [text.slice(0, at), text.slice(at + 1)];
}
