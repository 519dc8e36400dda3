"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { RotateCcw } from "lucide-react";
import type { Role } from "#lib/contracts/actor.ts";
import type { RollBackTarget } from "#lib/contracts/model.ts";
import { modelHref } from "../models/model-href.ts";
import { fetchJson } from "./live.tsx";
import { paletteItemStyles } from "./palette-item.ts";

const URL = "/api/ui/roll-backs";

interface RollBacksProps {
  role: Role;
  run: (href: string) => () => void;
}

/** The way back of every model in production, read anew whenever the palette opens; it leads to the question, not past it. */
export function RollBacks({ role, run }: RollBacksProps) {
  const { data = [] } = useQuery<RollBackTarget[]>({
    queryKey: [URL],
    queryFn: ({ signal }) => fetchJson(URL, signal),
    enabled: role !== "viewer",
  });
  return data.map(({ name, kind, production, rollbackTo }) => {
    const words = `Roll back ${name} to v${rollbackTo}`;
    return (
      <Command.Item
        key={`${name}/${kind}`}
        value={`${words} ${kind}`}
        className={paletteItemStyles}
        onSelect={run(modelHref({ name, kind }, rollbackTo))}
      >
        <RotateCcw aria-hidden />
        {words}
        <span className="ml-auto text-muted text-xs">
          {kind.replaceAll("_", " ")}, now v{production}
        </span>
      </Command.Item>
    );
  });
}
