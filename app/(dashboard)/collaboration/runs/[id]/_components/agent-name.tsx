import Link from "next/link";

/** An agent, linked to its page where the fleet has one of that name. */
export function AgentName({ name, id }: { name: string; id: string | null }) {
  return id === null ? (
    <span title="Not an agent of this fleet">{name}</span>
  ) : (
    <Link href={`/fleet/${id}`} className="hover:underline">
      {name}
    </Link>
  );
}
