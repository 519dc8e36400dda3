import type { ReactNode } from "react";
import { Unknown } from "#components/ui/money.tsx";

interface BeforeAfterProps<T> {
  before: T | null;
  after: T | null;
  show: (value: T) => ReactNode;
}

/** "88% → 91%", each part unknown where nobody knows it. */
export function BeforeAfter<T>({ before, after, show }: BeforeAfterProps<T>) {
  return (
    <span className="whitespace-nowrap">
      {before === null ? <Unknown /> : show(before)}
      <span aria-hidden className="text-muted">
        {" → "}
      </span>
      <span className="sr-only"> then </span>
      {after === null ? <Unknown /> : show(after)}
    </span>
  );
}
