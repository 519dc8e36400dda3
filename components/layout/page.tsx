import Link from "next/link";
import type { ReactNode } from "react";

interface PageProps {
  /** The list this page is one of. */
  parent?: { href: string; label: string };
  title: ReactNode;
  /** One sentence: "14 agents, 1 degraded, 3 busy". */
  status?: ReactNode;
  /** The page's primary action, at the right. */
  action?: ReactNode;
  children: ReactNode;
}

/** Title row, then whatever the page is. */
export function Page({ parent, title, status, action, children }: PageProps) {
  return (
    <div className="mx-auto flex w-full max-w-[1440px] flex-col gap-6 p-4 sheet:p-6">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex min-w-0 grow flex-wrap items-baseline gap-x-3 gap-y-1">
          <h1 className="flex min-w-0 flex-wrap items-baseline gap-x-2 break-words font-semibold text-lg">
            {parent ? (
              <>
                <Link href={parent.href} className="text-muted hover:underline">
                  {parent.label}
                </Link>
                <span aria-hidden className="text-muted">
                  /
                </span>
              </>
            ) : null}
            {title}
          </h1>
          {status ? <p className="min-w-0 text-muted">{status}</p> : null}
        </div>
        {action ? <div className="flex flex-wrap items-center gap-2">{action}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** Filters of a list; they wrap on narrow screens. */
export function FilterRow({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2">{children}</div>;
}
