import { CopyButton } from "./copy-button.tsx";
import { Disclosure } from "./disclosure.tsx";

/** A value as JSON, folded away until somebody wants it, with copy. */
export function JsonBox({ what, value }: { what: string; value: unknown }) {
  const text = JSON.stringify(value, null, 2);
  return (
    <div className="relative rounded-md border bg-surface px-3 py-1.5">
      <Disclosure label={`JSON of ${what}, ${text.length.toLocaleString("en-US")} characters`}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
        <pre tabIndex={0} className="max-h-96 overflow-auto border-t pt-2 font-mono text-xs">
          {text}
        </pre>
      </Disclosure>
      <CopyButton text={text} what="JSON" className="absolute top-1.5 right-3" />
    </div>
  );
}
