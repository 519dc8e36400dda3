import type { AnswerPart, ChatEvent } from "#lib/contracts/chat.ts";
import type { PromptPolicy } from "#lib/contracts/prompt-policy.ts";
import { startedPart } from "#lib/engines/execution/started-part.ts";
import { promptPolicyOf } from "#lib/runtime/prompt-policies.ts";

/** What a model says in a call whose fleet stores it, put together as it comes. */
export class KeptTexts {
  readonly policy: PromptPolicy;
  #answer: AnswerPart[] = [];
  /** Places in the answer by the index that the stream gives them. */
  readonly #places = new Map<number, number>();

  constructor(policy: PromptPolicy) {
    this.policy = policy;
  }

  get answer(): readonly AnswerPart[] {
    return this.#answer;
  }

  /** A whole answer. */
  answered(content: readonly AnswerPart[]): void {
    this.#answer = [...content];
  }

  /** The next piece of a stream. */
  note(event: ChatEvent): void {
    switch (event.type) {
      case "part_start":
        this.#places.set(event.index, this.#answer.push(startedPart(event.part)) - 1);
        break;
      case "text_delta":
        this.#change(event.index, (part) => ("text" in part ? { ...part, text: part.text + event.text } : part));
        break;
      case "arguments_delta":
        this.#change(event.index, (part) =>
          part.type === "tool_call" ? { ...part, argumentsJson: part.argumentsJson + event.argumentsJson } : part,
        );
        break;
      case "start":
      case "signature":
      case "part_end":
      case "usage":
      case "finish":
        break;
      default:
        event satisfies never;
    }
  }

  #change(index: number, change: (part: AnswerPart) => AnswerPart): void {
    const place = this.#places.get(index);
    const part = place === undefined ? undefined : this.#answer[place];
    if (place !== undefined && part) this.#answer[place] = change(part);
  }
}

/** Null where the fleet's texts are not stored: then nothing is gathered. */
export function keptTextsOf(fleetName: string): KeptTexts | null {
  const policy = promptPolicyOf(fleetName);
  return policy && new KeptTexts(policy);
}
