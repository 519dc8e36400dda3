"use client";

import { useMemo } from "react";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { UserView } from "#lib/contracts/people.ts";
import { PersonActions } from "./person-actions.tsx";

interface PeopleTableProps {
  people: UserView[];
  ownId: string;
  mayChange: boolean;
}

export function PeopleTable({ people, ownId, mayChange }: PeopleTableProps) {
  // The same columns over a refresh: new ones would mount the cells anew and close a dialog that stands open.
  const columns = useMemo(() => columnsFor(ownId, mayChange), [ownId, mayChange]);
  return <DataTable label="People" rows={people} columns={columns} rowId={(user) => user.id} empty={null} />;
}

function columnsFor(ownId: string, mayChange: boolean): Column<UserView>[] {
  const columns: Column<UserView>[] = [
    {
      id: "name",
      header: "Name",
      sortBy: (user) => user.name,
      cell: (user) => (
        <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
          {user.name}
          {user.id === ownId ? <Badge>you</Badge> : null}
        </span>
      ),
    },
    { id: "email", header: "E-mail", sortBy: (user) => user.email, cell: (user) => user.email },
    { id: "role", header: "Role", sortBy: (user) => user.role, cell: (user) => user.role },
    { id: "state", header: "State", cell: (user) => <State user={user} /> },
    {
      id: "since",
      header: "Since",
      sortBy: (user) => user.createdAt,
      cell: (user) => <RelativeTime at={user.createdAt} />,
    },
  ];
  if (mayChange) {
    columns.push({
      id: "actions",
      header: "Actions",
      cell: (user) => <PersonActions user={user} own={user.id === ownId} />,
    });
  }
  return columns;
}

function State({ user }: { user: UserView }) {
  if (!user.hasPassword) return <Lamp state="caution" word="No password yet" />;
  if (!user.signedInAt) return <Lamp state="off" word="Signed out" />;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Lamp state="on" word="Signed in" /> <RelativeTime at={user.signedInAt} className="text-muted" />
    </span>
  );
}
