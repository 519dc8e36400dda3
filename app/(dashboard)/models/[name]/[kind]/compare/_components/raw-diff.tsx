import { cn } from "#components/ui/cn.ts";
import { Disclosure } from "#components/ui/disclosure.tsx";
import type { ModelVersionView } from "#lib/contracts/model.ts";
import { diffLines } from "./diff-lines.ts";

const SIGNS = { same: " ", removed: "−", added: "+" } as const;

/** Both versions as JSON, line by line. */
export function RawDiff({ left, right }: { left: ModelVersionView; right: ModelVersionView }) {
  const lines = diffLines(textOf(left), textOf(right));
  const changed = lines.filter(({ kind }) => kind !== "same").length;
  return (
    <div className="rounded-md border bg-surface px-3 py-1.5">
      <Disclosure label={`${changed} of ${lines.length} lines differ between v${left.version} and v${right.version}`}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
        <pre tabIndex={0} className="max-h-[32rem] overflow-auto border-t pt-2 font-mono text-xs">
          {lines.map(({ kind, text }, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
              key={index}
              className={cn(
                "block min-w-fit",
                kind === "removed" && "bg-danger-soft",
                kind === "added" && "bg-ok-soft",
              )}
            >
              {SIGNS[kind]} {text}
            </span>
          ))}
        </pre>
      </Disclosure>
    </div>
  );
}

function textOf({ version: _, aliases: __, ...rest }: ModelVersionView): string[] {
  return JSON.stringify(rest, null, 2).split("\n");
}
