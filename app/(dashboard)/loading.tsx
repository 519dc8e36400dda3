import { Skeleton, TableSkeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <div className="mx-auto flex w-full max-w-[1440px] flex-col gap-6 p-4 sheet:p-6">
      <Skeleton className="h-6 w-48" />
      <TableSkeleton rows={10} />
    </div>
  );
}
