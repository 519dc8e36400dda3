import type { ReactNode } from "react";
import type { Role } from "#lib/contracts/actor.ts";
import { Rail } from "./rail.tsx";
import { TopBar } from "./top-bar.tsx";

interface FrameProps {
  userName: string;
  role: Role;
  demo: boolean;
  signOut: () => Promise<unknown>;
  /** What outranks everything; one slot. */
  banner?: ReactNode;
  children: ReactNode;
}

export function Frame({ userName, role, demo, signOut, banner, children }: FrameProps) {
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <Rail role={role} />
      <div className="flex min-w-0 grow flex-col">
        <TopBar userName={userName} role={role} demo={demo} signOut={signOut} />
        {banner}
        <main id="content" className="min-w-0 grow">
          {children}
        </main>
      </div>
    </div>
  );
}
