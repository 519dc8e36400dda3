import type { Metadata } from "next";
import type { ReactNode } from "react";

// One-time links carry their token in the address: no other site may learn it.
export const metadata: Metadata = { referrer: "no-referrer" };

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center p-4">
      <div className="flex w-full max-w-sm flex-col gap-4">
        <p className="font-semibold text-base">Signalbox</p>
        <div className="flex flex-col gap-4 rounded-md border bg-surface p-6">{children}</div>
      </div>
    </main>
  );
}
