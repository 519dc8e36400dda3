import type { Metadata } from "next";
import { readLinkPurpose } from "#lib/queries/people.ts";
import { linkContext } from "#lib/transport/link-holder.ts";
import { type Search, tokenOf } from "../_components/link-token.ts";
import { StaleLink } from "../_components/stale-link.tsx";
import { FirstAdminForm } from "./_components/first-admin-form.tsx";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage({ searchParams }: { searchParams: Promise<Search> }) {
  const token = tokenOf(await searchParams);
  const purpose = token ? await readLinkPurpose({ ctx: linkContext(), input: { token } }) : null;
  return (
    <>
      <h1 className="font-semibold text-lg">Make the first account</h1>
      {token && purpose?.kind === "first_admin" ? (
        <>
          <p className="text-muted">You will be the admin: you add people, keys and decide who may do what.</p>
          <FirstAdminForm token={token} />
        </>
      ) : (
        <StaleLink howToGetAnother="While nobody has an account, every start prints a new link in the terminal." />
      )}
    </>
  );
}
