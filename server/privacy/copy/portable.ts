import { findContactById } from "../../contacts/index.ts";
import type { DataSubject } from "../../platform/index.ts";
import { exportDataSubject, type PrivacyDeps } from "../erase-data-subject.ts";

/** Where the schema of the portable file is published. */
export const PORTABLE_SCHEMA_PATH = "/api/v1/portable-data.schema.json";

const text = { type: "string" } as const;
const moment = { type: "string", format: "date-time" } as const;
const nullable = (schema: object) => ({ anyOf: [schema, { type: "null" }] });
const list = (properties: Record<string, object>, required: string[]) => ({
  type: "array",
  items: { type: "object", properties, required, additionalProperties: false },
});

/**
 * JSON schema (2020-12) of what a person takes along (Art. 20 GDPR, DSR-08): what they provided and what was observed
 * under their consent; not what the account concluded, wrote down or bought elsewhere.
 */
export const portableSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://klarpost.org/schemas/portable-data-1.json",
  title: "Data of one person to take along (Art. 20 GDPR)",
  type: "object",
  additionalProperties: false,
  required: ["format", "generatedAt", "person", "subscriptions", "consents", "events"],
  properties: {
    format: { const: "klarpost-portable/1" },
    generatedAt: moment,
    person: {
      type: "object",
      additionalProperties: false,
      required: ["email", "salutation", "firstName", "lastName", "fields"],
      properties: {
        email: text,
        salutation: { enum: ["", "frau", "herr", "divers"] },
        title: text,
        firstName: text,
        lastName: text,
        company: text,
        language: nullable({ enum: ["de", "en"] }),
        fields: { type: "object", additionalProperties: text },
      },
    },
    subscriptions: list(
      { list: text, state: text, confirmedAt: nullable(moment), unsubscribedAt: nullable(moment) },
      ["list", "state"],
    ),
    consents: list({ kind: text, at: moment, wording: text }, ["kind", "at"]),
    events: list({ kind: text, at: moment, label: text, url: text }, ["kind", "at"]),
    requests: list({ kind: text, receivedOn: { type: "string", format: "date" }, message: text }, [
      "kind",
      "receivedOn",
    ]),
  },
} as const;

export interface PortableData {
  format: "klarpost-portable/1";
  generatedAt: string;
  person: {
    email: string;
    salutation: string;
    title: string;
    firstName: string;
    lastName: string;
    company: string;
    language: string | null;
    fields: Record<string, string>;
  };
  subscriptions: {
    list: string;
    state: string;
    confirmedAt: string | null;
    unsubscribedAt: string | null;
  }[];
  consents: { kind: string; at: string; wording?: string }[];
  events: { kind: string; at: string; label?: string; url?: string }[];
  requests: { kind: string; receivedOn: string; message: string }[];
}

type Row = Record<string, unknown>;
const said = (value: unknown): string => (typeof value === "string" ? value : "");
const when = (value: unknown): string | null =>
  value instanceof Date ? value.toISOString() : typeof value === "string" ? value : null;

/** What a person takes along to another provider. Undefined: nobody of this id. */
export async function portableData(
  deps: PrivacyDeps,
  subject: DataSubject,
): Promise<PortableData | undefined> {
  const { contactId } = subject;
  if (contactId === undefined) return undefined;
  const contact = await deps.db.account(subject.accountId, (tx) => findContactById(tx, contactId));
  if (!contact) return undefined;
  const data = await exportDataSubject(deps)(subject);
  const table = (slice: string, name: string): Row[] => (data[slice]?.[name] ?? []) as Row[];
  // What staff or a file brought was not provided by the person.
  const own = (field: string): boolean => {
    const source = contact.origins[field]?.source ?? "";
    return /^(?:form|preferences|intake|question)\b/.test(source);
  };
  const given = (field: "title" | "firstName" | "lastName" | "company"): string =>
    own(field) ? contact[field] : "";
  return {
    format: "klarpost-portable/1",
    generatedAt: deps.clock.now().toISOString(),
    person: {
      email: contact.email,
      salutation: own("salutation") ? contact.salutation : "",
      title: given("title"),
      firstName: given("firstName"),
      lastName: given("lastName"),
      company: given("company"),
      language: contact.locale,
      fields: Object.fromEntries(
        Object.entries(contact.custom).filter(([key]) => own(`custom.${key}`)),
      ),
    },
    subscriptions: table("lists", "subscriptions").map((one) => ({
      list: said(one["list"]),
      state: said(one["state"]),
      confirmedAt: when(one["confirmedAt"]),
      unsubscribedAt: when(one["unsubscribedAt"]),
    })),
    consents: table("consent", "ledger_entries").map((one) => {
      const shown = (one["evidence"] as Row | undefined)?.["shownText"];
      return {
        kind: said(one["kind"]),
        at: when(one["at"]) ?? "",
        ...(typeof shown === "string" ? { wording: shown } : {}),
      };
    }),
    // Each use has its hour; the mails it belongs to have none.
    events: Object.values(data["tracking"] ?? {})
      .flatMap((found) => found as Row[])
      .filter((one) => "hour" in one)
      .map((one) => ({
        kind: said(one["what"]),
        at: when(one["hour"]) ?? "",
        ...(typeof one["label"] === "string" && one["label"] !== "" ? { label: one["label"] } : {}),
        ...(typeof one["url"] === "string" ? { url: one["url"] } : {}),
      })),
    requests: table("requests", "data_requests").map((one) => ({
      kind: said(one["kind"]),
      receivedOn: said(one["receivedOn"]),
      message: said(one["message"]),
    })),
  };
}
