import { CopyButton } from "#components/ui/copy-button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";

export function RawJson({ value }: { value: unknown }) {
  const text = JSON.stringify(value, null, 2);
  return (
    <div className="relative rounded-md border bg-surface px-3 py-1.5">
      <Disclosure label={`JSON of this decision, ${text.length.toLocaleString("en-US")} characters`}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
        <pre tabIndex={0} className="max-h-96 overflow-auto border-t pt-2 font-mono text-xs">
          {text}
        </pre>
      </Disclosure>
      <CopyButton text={text} what="JSON" className="absolute top-1.5 right-3" />
    </div>
  );
}
