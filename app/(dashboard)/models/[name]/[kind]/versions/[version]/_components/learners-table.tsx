import { Badge } from "#components/ui/badge.tsx";
import { Unknown } from "#components/ui/money.tsx";
import { Table, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import { figureName, sortFigures } from "../../../../../_components/figure-names.ts";
import { FigureText } from "../../../../../_components/figure-text.tsx";

/** What was tried inside training, by cross-validation, and what won. */
export function LearnersTable({ learners }: { learners: EvaluationReport["learners"] }) {
  const figures = sortFigures(learners.flatMap((learner) => Object.keys(learner.figures)));
  return (
    <Table label="Learners compared in training">
      <TableHead>
        <TableRow>
          <TableHeader>Learner</TableHeader>
          {figures.map((name) => (
            <TableHeader key={name} numeric>
              {figureName(name)}
            </TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <tbody>
        {learners.map((learner) => (
          <TableRow key={learner.name}>
            <TableCell>
              <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
                <span className="font-medium">{learner.name.replaceAll("_", " ")}</span>
                {learner.chosen ? <Badge tone="accent">chosen</Badge> : null}
              </span>
            </TableCell>
            {figures.map((name) => {
              const figure = learner.figures[name];
              return (
                <TableCell key={name} numeric>
                  {figure ? <FigureText figure={figure} /> : <Unknown word="not measured" />}
                </TableCell>
              );
            })}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
