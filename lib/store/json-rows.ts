/** What a property becomes in its table; "time": milliseconds since the epoch, in a column named without the unit. */
type ColumnType = "text" | "int" | "bigint" | "float8" | "bool" | "time" | "decision_verdict";

/** Every property of a record, by the type of its column. A bigint travels as text: JSON's numbers are too coarse. */
export type Columns<Row> = { readonly [name in keyof Row]-?: ColumnType };

/**
 * An insert of the rows in a parameter made by `jsonRows`. Against an array for each column, one text of JSON costs
 * half the time here and in the database, and a third for a single row.
 * @param columns columns are named as the properties are, in snake case
 */
export function insertRows<Row>(table: string, columns: Columns<Row>, parameter: string): string {
  const all = Object.entries<ColumnType>(columns);
  const names = all.map(([name, type]) => snakeCase(type === "time" ? name.replace(/Ms$/, "") : name));
  const values = all.map(([name, type]) => (type === "time" ? `to_timestamp("${name}" / 1000.0)` : `"${name}"`));
  const read = all.map(([name, type]) => `"${name}" ${type === "time" ? "float8" : type}`);
  return `insert into ${table} (${names}) select ${values} from json_to_recordset(${parameter}::json) as x(${read})`;
}

/** Rows as the parameter of `insertRows`; what is no property of the columns is passed over. */
export function jsonRows<Row extends object>(rows: readonly Row[]): string {
  const text = JSON.stringify(rows);
  // Half a surrogate pair, which JSON alone can carry: PostgreSQL would refuse it with all it travels with.
  return text.includes("\\ud") ? JSON.stringify(rows, wellFormed) : text;
}

const wellFormed = (_: string, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value);

const snakeCase = (name: string) => name.replace(/[A-Z]|\d+/g, (start) => `_${start.toLowerCase()}`);
