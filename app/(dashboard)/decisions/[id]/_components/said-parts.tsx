import type { StoredMessage, StoredPart } from "#lib/contracts/prompt-policy.ts";

const KINDS: Record<StoredPart["kind"], string> = {
  text: "",
  reasoning: "Reasoning",
  refusal: "Refusal",
  tool_call: "Calls",
  tool_result: "Tool's result",
  image: "Image, not stored:",
};

/** What one side said, as it was said: never as markup. */
export function SaidParts({ who, parts }: { who: StoredMessage["role"] | "answer"; parts: readonly StoredPart[] }) {
  return (
    <section className="flex min-w-0 flex-col gap-1.5 border-l-2 pl-3">
      <h3 className="font-medium text-muted text-xs capitalize">{who}</h3>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said does not move
        <Part key={index} part={part} />
      ))}
    </section>
  );
}

function Part({ part }: { part: StoredPart }) {
  const label = [KINDS[part.kind], part.name].filter(Boolean).join(" ");
  return (
    <div className="min-w-0">
      {label ? <p className="font-medium text-xs">{label}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-96 overflow-auto whitespace-pre-wrap break-words font-sans text-sm">
        {part.text}
      </pre>
    </div>
  );
}
