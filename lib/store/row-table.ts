/** What a property becomes in its table; "time": milliseconds since the epoch, in a column named without the unit. */
type ColumnType = "text" | "text[]" | "int" | "bigint" | "float8" | "bool" | "time" | "decision_verdict";

/** Every property of a row, by the type of its column. A bigint travels as text: JSON's numbers are too coarse. */
type Columns<Row> = { readonly [name in keyof Row]-?: ColumnType };

/** A table as the hot path writes it. Its columns are named as the properties of its rows are, in snake case. */
export class RowTable<Row extends object> {
  private readonly all: readonly (readonly [keyof Row & string, ColumnType])[];
  private readonly begin: string;

  constructor(name: string, columns: Columns<Row>) {
    this.all = Object.entries<ColumnType>(columns) as [keyof Row & string, ColumnType][];
    const names = this.all.map(([property, type]) =>
      snakeCase(type === "time" ? property.replace(/Ms$/, "") : property),
    );
    this.begin = `insert into ${name} (${names})`;
  }

  /**
   * An insert of the rows in a parameter made by `many`. Against an array for each column, one text of JSON costs half
   * the time here and in the database. Where several may bring the same rows at once, `key` puts them in one order for all:
   * in different ones each would wait for what the other has written.
   */
  insertMany(parameter: string, key: readonly (keyof Row & string)[] = []): string {
    const values = this.all.map(([name, type]) => (type === "time" ? `to_timestamp("${name}" / 1000.0)` : `"${name}"`));
    const read = this.all.map(([name, type]) => `"${name}" ${type === "time" ? "float8" : type}`);
    const order = key.length > 0 ? ` order by ${key.map((name) => `"${name}"`)}` : "";
    return `${this.begin} select ${values} from json_to_recordset(${parameter}::json) as x(${read})${order}`;
  }

  /** What is no column of the table is passed over. */
  many(rows: readonly Row[]): string {
    const text = JSON.stringify(rows);
    // Half a surrogate pair, which JSON alone can carry: PostgreSQL would refuse it with all it travels with.
    return text.includes("\\ud") ? JSON.stringify(rows, wellFormed) : text;
  }

  /** An insert of one row, made by `one`: a parameter a value, `before` of them taken by others. It spares the database the JSON. */
  insertOne(before = 0): string {
    const values = this.all.map(([, type], i) =>
      type === "time" ? `to_timestamp($${before + i + 1}::float8 / 1000.0)` : `$${before + i + 1}`,
    );
    return `${this.begin} values (${values})`;
  }

  one(row: Row): unknown[] {
    return this.all.map(([name]) => row[name]);
  }

  get width(): number {
    return this.all.length;
  }
}

const wellFormed = (_: string, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value);

const snakeCase = (name: string) => name.replace(/[A-Z]|\d+/g, (start) => `_${start.toLowerCase()}`);
