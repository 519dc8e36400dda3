import { CircleCheck, Info, OctagonX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const TONES = {
  info: { box: "border-accent/40 bg-accent-soft", icon: Info, colour: "text-accent", role: "status" },
  ok: { box: "border-ok/40 bg-ok-soft", icon: CircleCheck, colour: "text-ok", role: "status" },
  caution: { box: "border-caution/40 bg-caution-soft", icon: TriangleAlert, colour: "text-caution", role: "status" },
  danger: { box: "border-danger/40 bg-danger-soft", icon: OctagonX, colour: "text-danger", role: "alert" },
} as const;

interface AlertProps {
  tone?: keyof typeof TONES;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function Alert({ tone = "info", title, children, action, className }: AlertProps) {
  const { box, icon: Icon, colour, role } = TONES[tone];
  return (
    <div role={role} className={cn("flex items-start gap-2.5 rounded-md border px-3 py-2.5", box, className)}>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", colour)} />
      <div className="min-w-0 grow">
        <p className="break-words font-medium">{title}</p>
        {children ? <div className="mt-1 text-muted">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
