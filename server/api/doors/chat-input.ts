import type { ChatRequest } from "#lib/contracts/chat.ts";
import type { ChatCallInput } from "#lib/contracts/gateway.ts";
import type { ApiCall } from "#lib/transport/api.ts";

/** A chat as a door has read it, with what its headers say besides. */
export function chatInput(
  { gone, budgetTags, parentDecisionId }: ApiCall,
  { target, request }: { target: string; request: ChatRequest },
): ChatCallInput {
  return { target, request, budgetTags, parentDecisionId, signal: gone() };
}
