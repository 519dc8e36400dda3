"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { Toaster } from "../ui/toaster.tsx";
import { LiveProvider } from "./live.tsx";
import type { Theme } from "./theme.ts";
import { ThemeProvider } from "./theme-provider.tsx";

export function Providers({ initialTheme, children }: { initialTheme: Theme; children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: true, staleTime: 1000 } } }),
  );
  return (
    <QueryClientProvider client={client}>
      <ThemeProvider initialTheme={initialTheme}>
        <NuqsAdapter>
          <LiveProvider>
            {children}
            <Toaster />
          </LiveProvider>
        </NuqsAdapter>
      </ThemeProvider>
    </QueryClientProvider>
  );
}
