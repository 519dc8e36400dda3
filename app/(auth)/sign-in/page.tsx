import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentActor } from "#lib/auth/session.ts";
import { SignInForm } from "./_components/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  if (await currentActor()) redirect("/");
  return (
    <>
      <h1 className="font-semibold text-lg">Sign in</h1>
      <SignInForm />
      <p className="text-muted text-xs">
        First time here? Open the one-time link that the start printed in the terminal. Otherwise ask an admin for a
        link.
      </p>
    </>
  );
}
