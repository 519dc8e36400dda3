"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toaster.tsx";
import { retryDeliveriesAction } from "../actions.ts";

/** Tries now what would be tried again later. */
export function RetryButton({ id }: { id: string }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const retry = () =>
    startTransition(async () => {
      const result = await retryDeliveriesAction({ id });
      if (result.ok) toast.success(`${result.data.messages} messages are tried now.`);
      else toast.error(result.error.message);
      router.refresh();
    });
  return (
    <Button disabled={pending} onClick={retry}>
      Try again now
    </Button>
  );
}
