import type { AnswerPart, ChatEvent, ChatMessage, ChatRequest, ReasoningPart } from "#lib/contracts/chat.ts";

/** Begins a mark; what providers sign is base64 and has none. */
const MARKED = /^sb~([^~]*)~/;

/** Whose thoughts they are, in front of what the provider signed or encrypted: another model refuses them. */
export const markOf = (provider: string, model: string) => `sb~${provider}/${model}~`;

/** An answer's thinking as the client gets it: signatures say which model they are of. */
export function markThoughts(content: readonly AnswerPart[], mark: string): readonly AnswerPart[] {
  if (!content.some(({ type }) => type === "reasoning")) return content;
  return content.map((part) => (part.type === "reasoning" ? marked(part, mark) : part));
}

/** The same for an answer as it comes: the mark comes once, before the first piece of a part's signature. */
export class ThoughtMarker {
  private readonly begun = new Set<number>();
  private readonly mark: string;

  constructor(mark: string) {
    this.mark = mark;
  }

  next(event: ChatEvent): ChatEvent {
    if (event.type === "part_start" && event.part.type === "reasoning") {
      const { redacted } = event.part;
      return redacted === null ? event : { ...event, part: { ...event.part, redacted: this.mark + redacted } };
    }
    if (event.type !== "signature" || this.begun.has(event.index)) return event;
    this.begun.add(event.index);
    return { ...event, signature: this.mark + event.signature };
  }
}

/**
 * The request with the thinking that this model takes back: its own. That of other models is left out, whole turns that
 * were nothing else too. Thinking without a mark was not made through here: it is taken to be of the configuration that
 * was asked for.
 * @param asked the model is that configuration's
 */
export function ownThoughts(request: ChatRequest, mark: string, asked: boolean): ChatRequest {
  if (!request.messages.some(thinks)) return request;
  const messages = request.messages.flatMap((message): ChatMessage[] => {
    if (message.role !== "assistant" || !thinks(message)) return [message];
    const content = message.content.flatMap((part): AnswerPart[] =>
      part.type === "reasoning" ? own(part, mark, asked) : [part],
    );
    return content.length === 0 ? [] : [{ ...message, content }];
  });
  return { ...request, messages };
}

const thinks = (message: ChatMessage) =>
  message.role === "assistant" && message.content.some(({ type }) => type === "reasoning");

function marked(part: ReasoningPart, mark: string): ReasoningPart {
  const { signature, redacted } = part;
  return {
    ...part,
    signature: signature === null ? null : mark + signature,
    redacted: redacted === null ? null : mark + redacted,
  };
}

function own(part: ReasoningPart, mark: string, asked: boolean): ReasoningPart[] {
  const found = MARKED.exec(part.redacted ?? part.signature ?? "")?.[0];
  if (found === undefined) return asked ? [part] : [];
  if (found !== mark) return [];
  const bare = (text: string | null) => text?.slice(mark.length) ?? null;
  return [{ ...part, signature: bare(part.signature), redacted: bare(part.redacted) }];
}
