-- Two processes that saw the same at once opened it twice: the earliest of each stays open.
update "health_problem" later set "resolved_at" = later."last_seen_at"
where later."resolved_at" is null and exists (
  select from "health_problem" first
  where first."topic" = later."topic" and first."entity_id" = later."entity_id" and first."code" = later."code"
    and first."resolved_at" is null and (first."since", first."id") < (later."since", later."id")
);
create unique index "health_problem_open" on "health_problem" ("topic", "entity_id", "code") where "resolved_at" is null;
