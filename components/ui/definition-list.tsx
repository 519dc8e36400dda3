import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export interface Fact {
  term: string;
  value: ReactNode;
}

/** Key facts of one thing, in columns as the width allows. */
export function DefinitionList({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl
      className={cn(
        "grid grid-cols-2 sheet:grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-x-4 gap-y-3",
        className,
      )}
    >
      {facts.map((fact) => (
        <div key={fact.term} className="min-w-0">
          <dt className="text-muted text-xs">{fact.term}</dt>
          <dd className="mt-0.5 min-w-0 break-words">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
