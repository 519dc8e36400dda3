import { CopyButton } from "#components/ui/copy-button.tsx";

export function RawJson({ value }: { value: unknown }) {
  const text = JSON.stringify(value, null, 2);
  return (
    <details className="rounded-md border bg-surface">
      <summary className="flex h-9 items-center gap-2 px-3">
        <span className="grow">JSON of this decision, {text.length.toLocaleString("en-US")} characters</span>
        <CopyButton text={text} what="JSON" />
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-96 overflow-auto border-t p-3 font-mono text-xs">
        {text}
      </pre>
    </details>
  );
}
