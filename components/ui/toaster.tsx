"use client";

import { Toaster as Sonner, toast } from "sonner";
import { useTheme } from "../layout/theme-provider.tsx";

export { toast };

export function Toaster() {
  const { theme } = useTheme();
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      toastOptions={{
        classNames: {
          toast: "!rounded-md !border !border-line !bg-raised !text-ink !text-sm !font-sans !shadow-lg",
          description: "!text-muted",
          actionButton: "!bg-accent !text-on-accent",
        },
      }}
    />
  );
}
