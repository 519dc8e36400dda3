import Link from "next/link";
import { Alert } from "#components/ui/alert.tsx";

/** What a one-time link that does not work any more shows, and how to get another. */
export function StaleLink({ howToGetAnother }: { howToGetAnother: string }) {
  return (
    <>
      <Alert tone="caution" title="This link was used, replaced or has expired.">
        {howToGetAnother}
      </Alert>
      <Link href="/sign-in" className="text-accent underline">
        Sign in
      </Link>
    </>
  );
}
