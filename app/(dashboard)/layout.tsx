import type { ReactNode } from "react";
import { DemoBanner } from "#components/layout/demo-banner.tsx";
import { Frame } from "#components/layout/frame.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { listFleets } from "#lib/queries/fleet.ts";
import { countWorkingKeys } from "#lib/queries/people.ts";
import { pageContext } from "#lib/transport/page.ts";
import { removeDemoAction, signOutAction } from "./actions.ts";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  const fleets = await listFleets({ ctx });
  const demo = fleets.find((fleet) => fleet.kind === "demo");
  const mayRemove = hasScope(ctx.actor, "demo:write");
  const workingKeys = demo && mayRemove ? await countWorkingKeys({ ctx, input: { fleetName: demo.name } }) : 0;
  const role = ctx.actor.kind === "user" ? ctx.actor.role : "viewer";
  return (
    <Frame
      userName={ctx.actor.name}
      role={role}
      demo={demo !== undefined}
      signOut={signOutAction}
      banner={
        demo ? (
          <DemoBanner
            fleetName={demo.name}
            workingKeys={workingKeys}
            removeDemo={mayRemove ? removeDemoAction : null}
          />
        ) : null
      }
    >
      {children}
    </Frame>
  );
}
