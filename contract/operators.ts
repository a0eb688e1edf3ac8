import { Type, type Static, type TSchema } from "typebox";
import {
  IdParams,
  LocaleSchema,
  NullableTimestamp,
  PageQuery,
  Timestamp,
  pageOf,
} from "./common.ts";
import { trainingStates } from "./training.ts";

export { IdParams };

/** Every right there is. Routes name one each; roles and API keys are sets of them. */
export const permissions = [
  "account.read",
  "account.manage",
  "operators.manage",
  "apikeys.manage",
  "audit.read",
  "contacts.read",
  "contacts.write",
  "contacts.import",
  "contacts.export",
  "contact_fields.write",
  "lists.read",
  "lists.write",
  "forms.read",
  "forms.write",
  "wordings.read",
  "wordings.write",
  "wordings.approve",
  "mailings.read",
  "mailings.write",
  "mailings.send",
  "one_to_one.send",
  "transactional.read",
  "transactional.write",
  "transactional.send",
  "privacy_notice.send",
  "reports.read",
  "tracking.read",
  "conversions.report",
  "consents.read",
  "intake.record",
  "suppression.read",
  "suppression.write",
  "addresses.release",
  "replies.read",
  "replies.write",
  "inbound.write",
  "senders.read",
  "senders.write",
  "relays.read",
  "relays.write",
  "mailbox.read",
  "mailbox.write",
  "checks.read",
  "documents.read",
  "assessments.read",
  "privacy.manage",
] as const;
export type Permission = (typeof permissions)[number];

/** The roles the product brings (ORG-03); an account's own roles are made of one of them. */
export const roles = [
  "owner",
  "marketer",
  "editor",
  "sales",
  "crm",
  "dpo",
  "auditor",
  "administrator",
  "intake",
] as const;
export type Role = (typeof roles)[number];

/** Public ids of an account's own roles begin with this. */
export const OWN_ROLE = "rol_";

const literals = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Enum([...values]));
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const line = (maxLength = 200) => Type.String({ maxLength });
const strict = { additionalProperties: false };

export const RoleSchema = literals(roles);

// Who is signed in

export const NewSession = Type.Object(
  { email: Type.String({ maxLength: 320 }), password: Type.String({ maxLength: 400 }) },
  strict,
);
export const MyAccountSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  mode: literals(["sandbox", "live"]),
  roles: Type.Array(Type.String()),
  /** Names of the account's own roles among them. */
  ownRoles: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  permissions: Type.Array(Type.String()),
  locale: LocaleSchema,
  timezone: Type.String(),
  setupComplete: Type.Boolean(),
  /** Live accounts open with a second factor only, and this session has none (ORG-02). */
  needsSecondFactor: Type.Boolean(),
  /** The yearly course (ORG-14), and the rights that rest until it is taken. */
  training: Type.Object({
    dueOn: Type.String({ format: "date" }),
    state: literals(trainingStates),
    withheld: Type.Array(Type.String()),
  }),
  /** Sees only the contacts the person is responsible for (ORG-03). */
  assignedOnly: Type.Boolean(),
});
export type MyAccount = Static<typeof MyAccountSchema>;
export const MeSchema = Type.Object({
  operator: Type.Object({
    id: Type.String(),
    name: Type.String(),
    email: Type.String(),
    locale: LocaleSchema,
    isAdministrator: Type.Boolean(),
    /** Whether a second factor is set up, here or at the house's sign-on. */
    hasSecondFactor: Type.Boolean(),
  }),
  accounts: Type.Array(MyAccountSchema),
  now: Timestamp,
});
export type Me = Static<typeof MeSchema>;
export const MeChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    locale: Type.Optional(LocaleSchema),
    password: Type.Optional(
      Type.Object(
        { old: Type.String({ maxLength: 400 }), new: Type.String({ maxLength: 400 }) },
        strict,
      ),
    ),
  },
  { ...strict, minProperties: 1 },
);
export const SessionSchema = Type.Object({
  id: Type.String(),
  current: Type.Boolean(),
  browser: nullable(Type.String()),
  /** By what the person came in. */
  method: literals(["password", "passkey", "provider"]),
  withFactor: Type.Boolean(),
  startedAt: Timestamp,
  lastSeenAt: Timestamp,
});
export const SessionList = Type.Object({ items: Type.Array(SessionSchema) });

// The first owner

export const SetupState = Type.Object({ needed: Type.Boolean() });
export const NewOwner = Type.Object(
  {
    token: Type.String({ maxLength: 100 }),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    email: Type.String({ maxLength: 320 }),
    password: Type.String({ maxLength: 400 }),
    locale: Type.Optional(LocaleSchema),
    accountName: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  strict,
);

// The people of an account

export const MemberSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  roles: Type.Array(Type.String()),
  since: Timestamp,
  isMe: Type.Boolean(),
  hasSecondFactor: Type.Boolean(),
  /** Factors and password may be reset here: the person works in no other account, is no administrator and may not do more than who asks. */
  resettable: Type.Boolean(),
  /** Who asks may change and remove this person: they hold all rights this person has. */
  changeable: Type.Boolean(),
});
export const InvitationSchema = Type.Object({
  id: Type.String(),
  email: Type.String(),
  roles: Type.Array(Type.String()),
  createdAt: Timestamp,
  expiresAt: Timestamp,
});
export const MemberList = Type.Object({
  items: Type.Array(MemberSchema),
  invitations: Type.Array(InvitationSchema),
});
/** Roles the product brings, by name, and the account's own, by id. */
const RolesInput = Type.Array(Type.String({ maxLength: 60 }), {
  minItems: 1,
  maxItems: 20,
  uniqueItems: true,
});
/** Days an invitation is valid when nothing else is said. */
export const INVITATION_DAYS = 7;
export const NewInvitation = Type.Object(
  {
    email: Type.String({ maxLength: 320 }),
    roles: RolesInput,
    /** How many days the link is valid. */
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 })),
  },
  strict,
);
export const InvitationAgain = Type.Object(
  { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 })) },
  strict,
);
/** `link` is given once, and only where no mail could be sent. */
export const InvitationAnswer = Type.Object({
  invitation: InvitationSchema,
  mailed: Type.Boolean(),
  link: nullable(Type.String()),
});
export const MemberChange = Type.Object({ roles: RolesInput }, strict);
export const InvitationTokenParams = Type.Object({ token: Type.String({ maxLength: 100 }) });
export const InvitationLook = Type.Object({
  accountName: Type.String(),
  email: Type.String(),
  roles: Type.Array(Type.String()),
  /** True: somebody with this address signs in with the password they have. */
  known: Type.Boolean(),
  expiresAt: Timestamp,
});
export const InvitationAcceptance = Type.Object(
  {
    token: Type.String({ maxLength: 100 }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    password: Type.String({ maxLength: 400 }),
    locale: Type.Optional(LocaleSchema),
  },
  strict,
);

// API keys

export const ApiKeySchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  purpose: Type.String(),
  scopes: Type.Array(Type.String()),
  createdAt: Timestamp,
  createdBy: nullable(Type.String()),
  expiresAt: Timestamp,
  revokedAt: NullableTimestamp,
  lastUsedOn: nullable(Type.String({ format: "date" })),
});
export const ApiKeyList = Type.Object({ items: Type.Array(ApiKeySchema) });
export const NewApiKey = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    purpose: Type.String({ minLength: 3, maxLength: 300 }),
    scopes: Type.Array(literals(permissions), { minItems: 1, uniqueItems: true }),
    /** A year from now at most, and when left out. */
    expiresAt: Type.Optional(Timestamp),
  },
  strict,
);
/** `secret` is shown this once; only its hash is kept. */
export const ApiKeyAnswer = Type.Object({ key: ApiKeySchema, secret: Type.String() });

// Audit log

export const AuditQuery = Type.Intersect([
  PageQuery,
  Type.Object({
    objectType: Type.Optional(line(60)),
    objectId: Type.Optional(line(100)),
    operator: Type.Optional(line(60)),
    action: Type.Optional(line(60)),
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
  }),
]);
export const AuditEntrySchema = Type.Object({
  id: Type.String(),
  at: Timestamp,
  actor: Type.Object({
    kind: Type.String(),
    id: nullable(Type.String()),
    name: Type.String(),
  }),
  action: Type.String(),
  objectType: nullable(Type.String()),
  objectId: nullable(Type.String()),
  detail: Type.Record(Type.String(), Type.Unknown()),
  /** Keyed hashes of the thing before and after; null on one side where there was, or is, nothing. */
  change: nullable(
    Type.Object({ before: nullable(Type.String()), after: nullable(Type.String()) }),
  ),
});
export const AuditPage = pageOf(AuditEntrySchema);
