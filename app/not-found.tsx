import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";

export const metadata: Metadata = { title: "Not found" };

/** For addresses no page has; it shows nothing of the product, since anybody may ask. */
export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-4 text-center">
      <h1 className="font-semibold text-lg">There is nothing at this address</h1>
      <p className="text-muted">It may have been removed, or the address is not complete.</p>
      <Button asChild>
        <Link href="/">To Signalbox</Link>
      </Button>
    </main>
  );
}
