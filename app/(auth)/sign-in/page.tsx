import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentActor } from "#lib/auth/session.ts";
import { safeReturnPath } from "#lib/core/return-path.ts";
import { SignInForm } from "./_components/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInProps) {
  const returnPath = safeReturnPath((await searchParams).next);
  if (await currentActor()) redirect(returnPath);
  return (
    <>
      <h1 className="font-semibold text-lg">Sign in</h1>
      <SignInForm returnPath={returnPath} />
      <p className="text-muted text-xs">
        First time here? Open the one-time link that the start printed in the terminal. Otherwise ask an admin for a
        link.
      </p>
    </>
  );
}
