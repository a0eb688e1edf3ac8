import { Type, type Static } from "typebox";
import { LocaleSchema, NullableTimestamp, Timestamp, oneOf, pageOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends ReturnType<typeof Type.String>>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const CheckpointSchema = Type.Object({
  id: Type.String(),
  at: Timestamp,
  size: Type.Integer({ description: "Entries that the checkpoint fixes." }),
  root: Type.String({ description: "Root of the Merkle tree (RFC 9162), base64." }),
  note: Type.String({ description: "The signed checkpoint (C2SP tlog-checkpoint)." }),
});
export type CheckpointView = Static<typeof CheckpointSchema>;
export const CheckpointPageSchema = pageOf(CheckpointSchema);
export const MadeCheckpointSchema = Type.Object({
  checkpoint: Type.Union([CheckpointSchema, Type.Null()], {
    description: "Null while the ledger is empty.",
  }),
});

export const AnchorSchema = Type.Object({
  id: Type.String(),
  kind: oneOf("mail", "webhook", "timestamp"),
  host: nullable(Type.String()),
  state: oneOf("waiting", "done", "failed"),
  askedAt: Timestamp,
  finishedAt: NullableTimestamp,
  answer: nullable(Type.String()),
  attempts: Type.Integer(),
  checkpoint: Type.String({ description: "Id of the checkpoint." }),
  size: Type.Integer(),
});
export type AnchorView = Static<typeof AnchorSchema>;

export const VerificationSchema = Type.Object({
  id: Type.String(),
  askedAt: Timestamp,
  finishedAt: NullableTimestamp,
  ok: Type.Union([Type.Boolean(), Type.Null()], { description: "Null while it runs." }),
  outside: Type.Boolean({ description: "Compared with a checkpoint that was brought along." }),
  entries: Type.Union([Type.Integer(), Type.Null()]),
  checkpoints: Type.Union([Type.Integer(), Type.Null()]),
  durationMs: Type.Union([Type.Integer(), Type.Null()]),
  findings: Type.Array(
    Type.Object({
      code: Type.String(),
      message: Type.Object({ de: Type.String(), en: Type.String() }),
      position: Type.Optional(Type.Integer()),
      entry: Type.Optional(Type.String()),
      count: Type.Optional(Type.Integer()),
    }),
  ),
});
export type VerificationView = Static<typeof VerificationSchema>;

export const AnchorSettingsSchema = Type.Object({
  mail: Type.Boolean({ description: "To the privacy contact, at most once a day." }),
  mailTo: nullable(Type.String({ description: "The privacy contact of the account's settings." })),
  webhookUrl: nullable(Type.String()),
  timestampUrl: nullable(Type.String()),
});
export type AnchorSettingsView = Static<typeof AnchorSettingsSchema>;
const url = Type.Union([Type.String({ maxLength: 500, format: "uri" }), Type.Null()]);
export const SaveAnchorSettingsSchema = Type.Object(
  {
    mail: Type.Optional(Type.Boolean()),
    webhookUrl: Type.Optional(url),
    timestampUrl: Type.Optional(url),
  },
  strict,
);

export const LedgerStateSchema = Type.Object({
  entries: Type.Integer({ description: "Entries that have their place in the tree." }),
  waiting: Type.Integer({ description: "Entries of the last seconds that wait for theirs." }),
  origin: Type.String(),
  publicKey: Type.String({ description: "Verifier key as C2SP signed-note writes it." }),
  checkpoint: Type.Union([CheckpointSchema, Type.Null()]),
  anchors: Type.Array(AnchorSchema, { description: "The newest, newest first." }),
  verification: Type.Union([VerificationSchema, Type.Null()], {
    description: "The last that came to an end.",
  }),
  verifying: Type.Boolean(),
  settings: AnchorSettingsSchema,
});
export type LedgerStateView = Static<typeof LedgerStateSchema>;

export const AskVerificationSchema = Type.Object(
  {
    checkpoint: Type.Optional(
      Type.String({
        maxLength: 4000,
        description: "A checkpoint kept outside, as it came by mail or webhook.",
      }),
    ),
  },
  strict,
);

const size = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const ConsistencyQuery = Type.Object({
  from: size,
  to: Type.Optional(size),
});
export const ConsistencySchema = Type.Object({
  format: Type.Literal("klarpost-consistency/1"),
  origin: Type.String(),
  publicKey: Type.String(),
  from: Type.Object({ size: Type.Integer(), note: nullable(Type.String()) }),
  to: Type.Object({ size: Type.Integer(), note: Type.String() }),
  path: Type.Array(Type.String(), { description: "RFC 9162 section 2.1.4, hexadecimal." }),
});

export const ProofFileQuery = Type.Object({ locale: Type.Optional(LocaleSchema) });
