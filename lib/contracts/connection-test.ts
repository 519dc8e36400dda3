import { z } from "zod";

export const testConnectionSchema = z.strictObject({ settings: z.unknown() });

/** What one call of a provider showed. */
export type ConnectionTest =
  | {
      ok: true;
      /** The model that answered, as the provider names it. */
      model: string;
      latencyMs: number;
      inputTokens: number;
      outputTokens: number;
      costNanoUsd: string | null;
      finishReason: string;
    }
  | {
      ok: false;
      /** Such as no_credentials, permission_missing, model_unknown. */
      kind: string;
      /** What is missing and where. */
      sentence: string;
    };
