import type { Endpoint } from "#lib/transport/api.ts";
import { agentEndpoints } from "./agents.ts";
import { chatCompletionEndpoints } from "./chat-completions.ts";
import { configurationEndpoints } from "./configurations.ts";
import { decisionEndpoints } from "./decisions.ts";
import { embeddingEndpoints } from "./embeddings.ts";
import { interactionEndpoints } from "./interactions.ts";
import { messageEndpoints } from "./messages.ts";
import { modelEndpoints } from "./models.ts";
import { otlpEndpoints } from "./otlp-traces.ts";
import { registryEndpoints } from "./registry.ts";
import { routeEndpoints } from "./route.ts";
import { trialEndpoints } from "./trials.ts";

/** Everything under /api/v1, for the router, the OpenAPI document and the access tests. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...routeEndpoints,
  ...decisionEndpoints,
  ...agentEndpoints,
  ...configurationEndpoints,
  ...chatCompletionEndpoints,
  ...messageEndpoints,
  ...embeddingEndpoints,
  ...modelEndpoints,
  ...registryEndpoints,
  ...trialEndpoints,
  ...interactionEndpoints,
  ...otlpEndpoints,
];
