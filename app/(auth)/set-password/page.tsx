import type { Metadata } from "next";
import { readLinkPurpose } from "#lib/queries/people.ts";
import { linkContext } from "#lib/transport/link-holder.ts";
import { type Search, tokenOf } from "../_components/link-token.ts";
import { StaleLink } from "../_components/stale-link.tsx";
import { SetPasswordForm } from "./_components/set-password-form.tsx";

export const metadata: Metadata = { title: "Choose a password" };

export default async function SetPasswordPage({ searchParams }: { searchParams: Promise<Search> }) {
  const token = tokenOf(await searchParams);
  const purpose = token ? await readLinkPurpose({ ctx: linkContext(), input: { token } }) : null;
  return (
    <>
      <h1 className="font-semibold text-lg">Choose a password</h1>
      {token && purpose?.kind === "password" ? (
        <SetPasswordForm token={token} name={purpose.name} email={purpose.email} />
      ) : (
        <StaleLink howToGetAnother="Ask an admin for a new one: Settings, People, Password link." />
      )}
    </>
  );
}
