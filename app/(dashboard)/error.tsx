"use client";

import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="p-4 sheet:p-6">
      <Alert tone="danger" title="This page could not be read." action={<Button onClick={reset}>Try again</Button>}>
        The server noted what happened{error.digest ? ` under ${error.digest}` : ""}. Nothing was changed.
      </Alert>
    </div>
  );
}
