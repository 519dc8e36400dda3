import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

export function Card({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("rounded-md border bg-surface p-4", className)} {...rest} />;
}

interface SectionProps {
  title: ReactNode;
  /** One sentence under the title. */
  note?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
  id?: string;
}

export function Section({ title, note, action, children, className, id }: SectionProps) {
  return (
    <section id={id} className={cn("flex min-w-0 flex-col gap-2", className)}>
      <header className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold text-base">{title}</h2>
        {note ? <p className="min-w-0 text-muted">{note}</p> : null}
        {action ? <div className="ml-auto flex gap-2">{action}</div> : null}
      </header>
      {children}
    </section>
  );
}
