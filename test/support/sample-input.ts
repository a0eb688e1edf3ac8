/** A JSON schema as the routes carry it; only what they use. */
interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minLength?: number;
  minProperties?: number;
  minimum?: number;
  pattern?: string;
  format?: string;
}

const FORMATS: Record<string, string> = {
  "date-time": "2030-01-15T09:00:00.000Z",
  date: "2030-01-15",
  email: "jemand@muster.example",
  uri: "https://www.muster.example/",
};

/** Words that a field of this name takes, where the schema alone does not say. */
function wordFor(name: string, schema: Schema): string {
  if (schema.format && FORMATS[schema.format]) return FORMATS[schema.format]!;
  if (/^expiresAt$|^at$/.test(name)) return FORMATS["date-time"]!;
  if (/email|address|replyTo|entry/i.test(name)) return "jemand@muster.example";
  if (schema.pattern?.startsWith("^[a-z]{3}_")) return `abc_${"0".repeat(32)}`;
  return "Muster".padEnd(schema.minLength ?? 0, "x");
}

/** An input that the schema accepts: required members only, or `all` of them. */
export function sampleInput(given: unknown, options: { all?: boolean } = {}, name = ""): unknown {
  const schema = given as Schema;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sampleInput(schema.anyOf[0], options, name);
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((part) => sampleInput(part, options, name)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object") {
    const required = schema.required ?? [];
    const names = Object.keys(schema.properties ?? {});
    const wanted = names.filter((each) => options.all || required.includes(each));
    if (wanted.length < (schema.minProperties ?? 0))
      wanted.push(...names.filter((each) => !wanted.includes(each)).slice(0, 1));
    return Object.fromEntries(
      wanted.map((each) => [each, sampleInput(schema.properties![each], options, each)]),
    );
  }
  if (type === "array")
    return Array.from({ length: schema.minItems ?? (options.all ? 1 : 0) }, () =>
      sampleInput(schema.items ?? {}, options, name.replace(/s$/, "")),
    );
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return true;
  if (type === "null") return null;
  return type === "string" ? wordFor(name, schema) : "Muster";
}
