import anthropic from "#configs/anthropic.json" with { type: "json" };
import bedrock from "#configs/bedrock.json" with { type: "json" };
import openai from "#configs/openai.json" with { type: "json" };
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { presetFileSchema } from "#lib/contracts/preset-file.ts";

export interface Preset {
  ref: string;
  settings: LlmConfig;
}

/**
 * The presets of all three files, in their order.
 * @throws Error that names the file and the field.
 */
export function readPresets(): Preset[] {
  const files = { "configs/openai.json": openai, "configs/anthropic.json": anthropic, "configs/bedrock.json": bedrock };
  return Object.entries(files).flatMap(([path, content]) => {
    const parsed = presetFileSchema.safeParse(content);
    if (!parsed.success) {
      const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
      throw new Error(`${path} is not usable:\n${lines.join("\n")}`);
    }
    const { provider, presets } = parsed.data;
    return Object.entries(presets).map(([name, settings]) => ({
      ref: `${provider}/${name}`,
      settings: { provider, ...settings },
    }));
  });
}
