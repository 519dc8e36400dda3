"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ConfigurationCheck } from "#lib/contracts/configuration-view.ts";
import { checkConfigurationAction } from "../actions.ts";
import type { FormValues } from "./form-values.ts";

const PAUSE_MS = 250;

export interface LiveCheck {
  check: ConfigurationCheck;
  /** True while the newest text has not been judged yet. */
  pending: boolean;
  /** The judge could not be asked. */
  failure: string | null;
}

/** Asks the server's own judge while somebody types; the last verdict stays until the next one comes. */
export function useConfigurationCheck(values: FormValues, ref: string | null, initial: ConfigurationCheck): LiveCheck {
  const text = JSON.stringify(values);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const [firstText] = useState(text);
  const query = useQuery({
    queryKey: ["configuration-check", ref, settled],
    queryFn: async () => {
      const result = await checkConfigurationAction({ settings: JSON.parse(settled), ref });
      if (!result.ok) throw new Error(result.error.message);
      return result.data;
    },
    initialData: settled === firstText ? initial : undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: 1,
  });
  return {
    check: query.data ?? initial,
    pending: settled !== text || query.isPlaceholderData || query.isFetching,
    failure: query.error?.message ?? null,
  };
}
