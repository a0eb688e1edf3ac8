import { Type, type Static } from "typebox";
import { ProfilingScopeSchema } from "./consent.ts";
import { NullableTimestamp, Timestamp, oneOf } from "./common.ts";

const Text = Type.Object({ de: Type.String(), en: Type.String() });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Named = Type.Object({ id: Type.String(), name: Type.String() });

/** Kinds of mail a permission can be asked about. */
export const mailKinds = [
  "newsletter",
  "core_campaign",
  "customer_7_3",
  "one_to_one",
  "transactional",
  "opt_in",
  "privacy_notice",
  "system",
  "test",
] as const;

export const PermissionQuery = Type.Object({
  mailing: Type.Optional(
    Type.String({ maxLength: 60, description: "Id of a mailing; its lists and scope decide." }),
  ),
  list: Type.Optional(
    Type.String({
      maxLength: 4000,
      description: "Ids of lists, separated by commas. Left out: the person's own lists.",
    }),
  ),
  kind: Type.Optional(oneOf(...mailKinds)),
});

/** What an answer of the gate rests on. */
const EvidenceSchema = Type.Object({
  kind: oneOf("ledger_entry", "suppression", "subscription", "contact"),
  id: nullable(
    Type.String({ description: "Of the ledger entry or the entry of the suppressions." }),
  ),
  /** For the account's own people: a reason somebody noted, a source. */
  note: nullable(Type.String()),
});

export const PermissionStepSchema = Type.Object({
  id: Type.String(),
  rule: Type.String(),
  state: oneOf("passed", "stopped", "not_reached"),
  reason: nullable(Type.String({ description: "Key of the exclusion reasons." })),
  /** The question. */
  title: Text,
  /** The answer, with the fact it rests on. */
  sentence: Text,
  since: NullableTimestamp,
  evidence: nullable(EvidenceSchema),
});

export const PermissionAnswerSchema = Type.Object({
  contactId: Type.String(),
  checkedAt: Timestamp,
  kind: oneOf(...mailKinds),
  mailing: nullable(Named),
  lists: Type.Array(Named),
  allowed: Type.Boolean(),
  /** Key of the exclusion reasons, and its rule, when it is no. */
  reason: nullable(Type.String()),
  rule: nullable(Type.String()),
  /** Legal basis when it is yes (LEG-01). */
  basis: nullable(Type.String()),
  summary: Text,
  steps: Type.Array(PermissionStepSchema),
  measure: Type.Object({
    level: oneOf("personal", "anonymous", "none"),
    rule: Type.String(),
    sentence: Text,
    since: NullableTimestamp,
    evidence: nullable(EvidenceSchema),
    /** What the person agreed to (CON-20); null where nothing is granted. */
    scope: nullable(ProfilingScopeSchema),
    /** Why not, for the account's own people: it may name others on the address (TRK-24). */
    obstacle: nullable(Type.Object({ rule: Type.String(), text: Text })),
  }),
  /** What would change a no. */
  unblocks: nullable(Text),
  /** What became of a mailing that was sent already. */
  sent: nullable(
    Type.Object({
      outcome: Type.String(),
      reason: nullable(Type.String()),
      at: Timestamp,
      sentence: Text,
    }),
  ),
  /** Everything above as a letter to the person. */
  letter: Text,
});
export type PermissionAnswer = Static<typeof PermissionAnswerSchema>;
export type PermissionStep = Static<typeof PermissionStepSchema>;
