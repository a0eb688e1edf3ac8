import { Type, type Static } from "typebox";
import { NullableTimestamp, PageQuery, Timestamp, oneOf, pageOf } from "./common.ts";
import {
  BulkActionSchema,
  NoteSchema,
  OrphanSchema,
  ResponsibleSchema,
  StageSchema,
  TagRefSchema,
} from "./contact-care.ts";
import { ProfilingScopeSchema } from "./consent.ts";
import { ContactSchema } from "./contacts.ts";
import { SubscriptionStateSchema } from "./lists.ts";

const Text = Type.Object({ de: Type.String(), en: Type.String() });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const ProfilingStateSchema = oneOf("unknown", "granted", "refused", "withdrawn");

/** An answer of the gate (Versandprüfung), with the reason and its rule when it is no. */
export const GateAnswerSchema = Type.Object({
  allowed: Type.Boolean(),
  reason: nullable(Type.String({ description: "Key of the exclusion reasons." })),
  rule: nullable(Type.String()),
});
export type GateAnswer = Static<typeof GateAnswerSchema>;

export const DirectoryEntrySchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  company: Type.String(),
  pot: oneOf("newsletter", "core"),
  lists: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), state: SubscriptionStateSchema }),
  ),
  profiling: ProfilingStateSchema,
  suppressed: Type.Boolean(),
  restricted: Type.Boolean(),
  /** May a newsletter of the filtered list, or of any list, be sent now? */
  mail: GateAnswerSchema,
  stage: StageSchema,
  responsible: ResponsibleSchema,
  tags: Type.Array(TagRefSchema),
  /** RET-06: nothing holds the contact here; it goes on this day unless somebody keeps it. */
  deletedOn: NullableTimestamp,
  createdAt: Timestamp,
});
export type DirectoryEntry = Static<typeof DirectoryEntrySchema>;

const DirectoryFilterSchema = Type.Object({
  q: Type.Optional(
    Type.String({ maxLength: 200, description: "Beginning of a name or an address." }),
  ),
  list: Type.Optional(Type.String({ maxLength: 60 })),
  state: Type.Optional(SubscriptionStateSchema),
  profiling: Type.Optional(ProfilingStateSchema),
  suppressed: Type.Optional(Type.Boolean()),
  tag: Type.Optional(Type.String({ maxLength: 60 })),
  stage: Type.Optional(oneOf("none", "prospect", "customer")),
  responsible: Type.Optional(
    Type.String({ maxLength: 60, description: "An operator, `me`, or `nobody`." }),
  ),
  orphaned: Type.Optional(Type.Boolean()),
  segment: Type.Optional(
    Type.String({
      maxLength: 60,
      description: "Only the people of this segment. One that asks behaviour needs tracking.read.",
    }),
  ),
});
export type DirectoryFilterInput = Static<typeof DirectoryFilterSchema>;
export const DirectoryQuery = Type.Intersect([PageQuery, DirectoryFilterSchema]);
export const DirectoryCountQuery = DirectoryFilterSchema;
export const DirectoryCountSchema = Type.Object({ count: Type.Integer() });

/** An action on chosen contacts, or on everybody a filter means; then with the number the caller was shown. */
export const BulkRequestSchema = Type.Object(
  {
    action: BulkActionSchema,
    ids: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 1000 })),
    filter: Type.Optional(DirectoryFilterSchema),
    count: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);
export const DirectoryPage = pageOf(DirectoryEntrySchema);

/** One permission of a person and how it came to be. */
const PermissionEntrySchema = Type.Object({
  id: Type.String({ description: "Entry of the ledger." }),
  at: Timestamp,
  kind: Type.String(),
  label: Text,
  purpose: nullable(Type.String()),
  list: nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  /** The proof; null without the right to see proofs, or once it is destroyed. */
  proof: nullable(
    Type.Object({
      intact: Type.Boolean({ description: "Commitment and content fit." }),
      commitment: Type.String({ description: "SHA-256, hexadecimal." }),
      shownText: nullable(Type.String()),
      wording: nullable(Type.Object({ id: Type.String(), version: Type.Integer() })),
      source: nullable(Type.String()),
      sealedUntil: nullable(Type.String({ format: "date" })),
    }),
  ),
});

/** TRK-13: who sent a request, how that was told, and what nobody knows. */
const AgentSchema = Type.Object({
  certainty: oneOf("person", "machine", "uncertain"),
  label: Text,
  explanation: Text,
  unknown: Text,
});

const TimelineEntrySchema = Type.Object({
  at: Timestamp,
  kind: oneOf(
    "mail",
    "consent",
    "opened",
    "clicked",
    "note",
    "tag",
    "import",
    "purchase",
    "reply",
    "change",
    "record",
  ),
  title: Text,
  /** Null for what is no use of a mail. */
  agent: nullable(AgentSchema),
  detail: nullable(Text),
  rule: nullable(Type.String()),
  mailing: nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  url: nullable(Type.String()),
});
export type TimelineEntry = Static<typeof TimelineEntrySchema>;

export const ContactOverviewSchema = Type.Object({
  contact: ContactSchema,
  checkedAt: Timestamp,
  /** What may we do? The gate's own answers at this moment. */
  mail: GateAnswerSchema,
  measure: Type.Object({
    allowed: Type.Boolean(),
    state: ProfilingStateSchema,
    since: NullableTimestamp,
    reason: nullable(Text),
    rule: nullable(Type.String({ description: "Of the reason." })),
    /** What the person agreed to (CON-20); null where nothing is granted. */
    scope: nullable(ProfilingScopeSchema),
  }),
  lists: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      state: SubscriptionStateSchema,
      flag: nullable(Type.String()),
      source: Type.String(),
      requestedAt: Timestamp,
      confirmedAt: NullableTimestamp,
      unsubscribedAt: NullableTimestamp,
      mail: GateAnswerSchema,
    }),
  ),
  suppressions: Type.Array(
    Type.Object({
      scope: Type.String(),
      reason: Type.String(),
      origin: Type.String(),
      since: Timestamp,
    }),
  ),
  permissions: Type.Array(PermissionEntrySchema),
  timeline: Type.Array(TimelineEntrySchema),
  /** True: the person permits it and you may see it. Otherwise the timeline holds nothing about use. */
  usageShown: Type.Boolean(),
  tags: Type.Array(TagRefSchema),
  notes: Type.Array(NoteSchema),
  responsible: ResponsibleSchema,
  orphan: OrphanSchema,
  /** What the address itself tells: it belongs to an office, or to a provider of throw-away addresses. */
  address: Type.Object({
    role: Type.Boolean(),
    disposable: Type.Boolean(),
    /** A well-known domain that differs by a slip of the hand; nothing is corrected by itself. */
    likely: nullable(Type.String()),
  }),
  origins: Type.Array(
    Type.Object({
      field: Type.String({ description: "Own fields as `custom.<key>`." }),
      /** Name of an own field; null for the others. */
      label: nullable(Type.String()),
      value: Type.String(),
      source: Type.String(),
      at: NullableTimestamp,
    }),
  ),
  deletions: Type.Array(
    Type.Object({
      what: Text,
      /** Null: when something happens that `when` names. */
      on: NullableTimestamp,
      when: Text,
      rule: Type.String(),
    }),
  ),
  /** Merges into this contact that can still be taken back. */
  merges: Type.Array(
    Type.Object({ id: Type.String(), at: Timestamp, until: Timestamp, by: Type.String() }),
  ),
  /** The record of the core system this contact stands for; null in the newsletter pot. */
  record: nullable(
    Type.Object({
      list: Type.Object({ id: Type.String(), name: Type.String(), occasion: Type.String() }),
      source: Type.String(),
      personNumber: Type.String(),
      recordNumber: Type.String(),
      profiling: Type.Boolean(),
      basis: oneOf("", "consent", "customer_7_3"),
      basisReference: Type.String(),
      origin: Type.String(),
      unsubscribedAt: NullableTimestamp,
    }),
  ),
  /** Others with the same address: permissions and unsubscribes act on the address. */
  sharedWith: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      company: Type.String(),
      since: Timestamp,
      /** Whether this person permitted the analysis; nobody on the address is measured until all did (TRK-24). */
      permits: Type.Boolean(),
    }),
  ),
});
export type ContactOverview = Static<typeof ContactOverviewSchema>;

export const SearchQuery = Type.Object({
  q: Type.String({ minLength: 1, maxLength: 200 }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, default: 12 })),
});
export const SearchAnswerSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      kind: oneOf("contact", "mailing", "list"),
      id: Type.String(),
      title: Type.String(),
      subtitle: nullable(Type.String()),
    }),
  ),
});
export type SearchAnswer = Static<typeof SearchAnswerSchema>;
