import { Type, type Static } from "typebox";
import { IdParams, NullableTimestamp, Timestamp } from "./common.ts";

export { IdParams };

const literals = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Enum([...values]));
const strict = { additionalProperties: false };
const LocalisedText = Type.Object({ de: Type.String(), en: Type.String() });

/** Something to think about: it does not stop a mailing once somebody acknowledged it (CNT-02). */
export const SenderWarning = Type.Object({ rule: Type.String(), message: LocalisedText });
export const SenderSchema = Type.Object({
  id: Type.String(),
  fromName: Type.String(),
  fromAddress: Type.String(),
  domain: Type.String(),
  replyTo: Type.String(),
  isDefault: Type.Boolean(),
  /** Until when the reply address counts as read (CNT-03); null: not confirmed. */
  replyToConfirmedUntil: NullableTimestamp,
  warnings: Type.Array(SenderWarning),
  warningsAcknowledged: Type.Boolean(),
  createdAt: Timestamp,
});
export type SenderView = Static<typeof SenderSchema>;
export const SenderList = Type.Object({ items: Type.Array(SenderSchema) });
export const NewSender = Type.Object(
  {
    fromName: Type.String({ minLength: 1, maxLength: 200 }),
    fromAddress: Type.String({ maxLength: 320 }),
    replyTo: Type.String({ maxLength: 320 }),
    isDefault: Type.Optional(Type.Boolean()),
  },
  strict,
);
export const SenderChange = Type.Object(
  {
    fromName: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    fromAddress: Type.Optional(Type.String({ maxLength: 320 })),
    replyTo: Type.Optional(Type.String({ maxLength: 320 })),
    isDefault: Type.Optional(Type.Literal(true)),
    acknowledgeWarnings: Type.Optional(Type.Literal(true)),
  },
  { ...strict, minProperties: 1 },
);

export const AddressKind = literals(["reply_to", "test", "privacy_contact"]);
export const ConfirmedAddressSchema = Type.Object({
  id: Type.String(),
  kind: AddressKind,
  email: Type.String(),
  requestedAt: Timestamp,
  confirmedAt: NullableTimestamp,
  /** Null: not confirmed, or valid without an end. */
  confirmedUntil: NullableTimestamp,
  /** The link went to the built-in mailbox, so it proves nothing outside the sandbox. */
  sandboxOnly: Type.Boolean(),
});
export type ConfirmedAddressView = Static<typeof ConfirmedAddressSchema>;
export const ConfirmedAddressList = Type.Object({ items: Type.Array(ConfirmedAddressSchema) });
export const NewTestAddress = Type.Object({ email: Type.String({ maxLength: 320 }) }, strict);
export const NewConfirmedAddress = Type.Object(
  {
    kind: literals(["reply_to", "privacy_contact"]),
    email: Type.String({ maxLength: 320 }),
  },
  strict,
);
export const ConfirmationTokenParams = Type.Object({ token: Type.String({ maxLength: 100 }) });
