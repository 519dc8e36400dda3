import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** An empty list says which of two it is: nothing was ever decided, or nothing that the filters let through. */
export function NoDecisions({ any }: { any: boolean }) {
  return any ? (
    <EmptyState
      title="No decision matches these filters"
      action={
        <Button asChild>
          <Link href="/decisions">Clear the filters</Link>
        </Button>
      }
    />
  ) : (
    <EmptyState title="Decisions will appear here">
      An agent platform asks with <code className="font-mono">POST /api/v1/route</code>, or you{" "}
      <Link href="/route" className="text-accent underline">
        route a task
      </Link>{" "}
      here.
    </EmptyState>
  );
}
