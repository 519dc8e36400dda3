"use client";

import { Page } from "#components/layout/page.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page title="This page could not be read">
      <Alert
        tone="danger"
        title="The server met an error while reading."
        action={<Button onClick={reset}>Try again</Button>}
      >
        It noted what happened{error.digest ? ` under ${error.digest}` : ""}. Nothing was changed.
      </Alert>
    </Page>
  );
}
