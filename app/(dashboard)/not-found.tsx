import Link from "next/link";
import { Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function NotFound() {
  return (
    <Page title="Not found">
      <EmptyState
        title="There is nothing at this address."
        action={
          <Button asChild>
            <Link href="/">To the overview</Link>
          </Button>
        }
      >
        It may have been removed, or the address is not complete.
      </EmptyState>
    </Page>
  );
}
