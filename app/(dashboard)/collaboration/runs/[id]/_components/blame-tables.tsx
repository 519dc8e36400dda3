import Link from "next/link";
import { formatShare } from "#components/ui/figures.ts";
import { Meter } from "#components/ui/meter.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { RunBlameView, RunView } from "#lib/contracts/team-run.ts";
import { oneOf } from "../../run-words.ts";
import { runHref } from "../../search-params.ts";
import { partOf } from "../run-parts.ts";
import { AgentName } from "./agent-name.tsx";

interface BlameTablesProps {
  run: RunView;
  blame: RunBlameView;
  model: NonNullable<RunView["model"]>;
}

/** The likeliest agents and steps with their probabilities, and what speaks for the steps. */
export function BlameTables({ run, blame, model }: BlameTablesProps) {
  const idOf = new Map(run.agents.map(({ name, id }) => [name, id]));
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-4 rail:grid-cols-2">
        <Table label="Agents by how probably they were at fault">
          <TableHead>
            <TableRow>
              <TableHeader>Agent at fault</TableHeader>
              <TableHeader numeric>Probability</TableHeader>
              <TableHeader>
                <span className="sr-only">As a bar</span>
              </TableHeader>
            </TableRow>
          </TableHead>
          <tbody>
            {blame.agents.map(({ agent, probability }) => (
              <TableRow key={agent}>
                <TableCell>
                  <AgentName name={agent} id={idOf.get(agent) ?? null} />
                </TableCell>
                <Probability of={agent} share={probability} />
              </TableRow>
            ))}
          </tbody>
        </Table>
        <Table label="Steps by how probably the fault lies there">
          <TableHead>
            <TableRow>
              <TableHeader>Step at fault</TableHeader>
              <TableHeader numeric>Probability</TableHeader>
              <TableHeader>
                <span className="sr-only">As a bar</span>
              </TableHeader>
              <TableHeader>What speaks for it</TableHeader>
            </TableRow>
          </TableHead>
          <tbody>
            {blame.steps.map(({ step, agent, probability, evidence }) => (
              <TableRow key={step}>
                <TableCell className="whitespace-nowrap">
                  <Link
                    href={`${runHref(run.fleetName, run.id, partOf(run, step))}#step-${step}`}
                    className="text-accent underline"
                  >
                    Step {step}
                  </Link>
                  , {agent}
                </TableCell>
                <Probability of={`Step ${step}`} share={probability} />
                <TableCell>{[...evidence, ...patternsAt(run, step)].join("; ")}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </div>
      <p className="max-w-3xl text-muted text-xs">
        As{" "}
        <Link href={`/models/${encodeURIComponent(model.name)}/behavior`} className="underline">
          {model.name} v{model.version}
        </Link>{" "}
        says, from failures whose fault is known. An agent’s probability is the sum of its steps’; further ones are less
        likely than those shown.{run.told || run.named ? " It may have learned from this very run." : ""}
      </p>
    </div>
  );
}

function Probability({ of, share }: { of: string; share: number }) {
  return (
    <>
      <TableCell numeric>{formatShare(share, 0)}</TableCell>
      <TableCell className="w-32">
        <Meter label={of} parts={[{ share, tone: "accent", label: formatShare(share, 0) }]} />
      </TableCell>
    </>
  );
}

function patternsAt({ patterns }: RunView, step: number): string[] {
  const kinds = new Set(patterns.filter(({ steps }) => steps.includes(step)).map(({ kind }) => kind));
  return [...kinds].map((kind) => `part of ${oneOf(kind)}`);
}
