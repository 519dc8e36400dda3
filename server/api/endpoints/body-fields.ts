/** The fields of a body, to be joined by those of the path; a body that is no object is left to the schema to refuse. */
export function bodyFields(body: unknown): object {
  return body !== null && typeof body === "object" && !Array.isArray(body) ? body : { body };
}
