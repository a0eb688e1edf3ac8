import { Type, type Static, type TSchema } from "typebox";
import { NullableTimestamp, Timestamp } from "./common.ts";
import { roles } from "./operators.ts";

const literals = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Enum([...values]));
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const strict = { additionalProperties: false };
/** Made and read by the browser's WebAuthn interface; checked by what verifies it. */
const WebAuthnJson = Type.Record(Type.String(), Type.Unknown());

// What somebody proves to be there with

export const factorKinds = ["totp", "passkey"] as const;
export type FactorKind = (typeof factorKinds)[number];

/** Exactly one of the members. */
export const FactorAnswer = Type.Object(
  {
    code: Type.Optional(Type.String({ maxLength: 20 })),
    recoveryCode: Type.Optional(Type.String({ maxLength: 60 })),
    passkey: Type.Optional(WebAuthnJson),
  },
  { ...strict, minProperties: 1, maxProperties: 1 },
);
export type FactorAnswer = Static<typeof FactorAnswer>;

/** One exactly: a factor, or the password where somebody has no factor. */
export const ProofAnswer = Type.Object(
  { ...FactorAnswer.properties, password: Type.Optional(Type.String({ maxLength: 400 })) },
  { ...strict, minProperties: 1, maxProperties: 1 },
);
export type ProofAnswer = Static<typeof ProofAnswer>;

export const PasskeyOptions = Type.Object({ options: WebAuthnJson });
export const PasskeySignIn = Type.Object({ passkey: WebAuthnJson }, strict);

// Ways in

/** What the sign-in page offers. */
export const SignInWays = Type.Object({
  /** Mail leaves this installation, so a forgotten password can be set anew by a link. */
  passwordByMail: Type.Boolean(),
  /** The house's own sign-on. */
  provider: nullable(Type.Object({ name: Type.String() })),
});
export type SignInWays = Static<typeof SignInWays>;

export const PasswordRequest = Type.Object({ email: Type.String({ maxLength: 320 }) }, strict);
export const PasswordLinkParams = Type.Object({ token: Type.String({ maxLength: 100 }) });
export const NewPassword = Type.Object(
  { token: Type.String({ maxLength: 100 }), password: Type.String({ maxLength: 400 }) },
  strict,
);

// One's own factors

export const FactorSchema = Type.Object({
  id: Type.String(),
  kind: literals(factorKinds),
  name: Type.String(),
  synced: Type.Boolean(),
  createdAt: Timestamp,
  lastUsedAt: NullableTimestamp,
});
export type FactorView = Static<typeof FactorSchema>;
export const SecuritySchema = Type.Object({
  factors: Type.Array(FactorSchema),
  recoveryCodesLeft: Type.Integer(),
  /** False: the person signs in by the house's sign-on only. */
  hasPassword: Type.Boolean(),
  /** How the identity provider is called that this person has signed in with. */
  provider: nullable(Type.String()),
});
export type SecurityView = Static<typeof SecuritySchema>;

const FactorName = Type.String({ minLength: 1, maxLength: 60 });
export const NewTotp = Type.Object({
  id: Type.String(),
  /** For typing; and as an address for authenticator apps (otpauth). */
  secret: Type.String(),
  address: Type.String(),
  /** The rows of its QR code, dark squares as `1`. */
  squares: Type.Array(Type.String()),
});
export type NewTotp = Static<typeof NewTotp>;
export const TotpConfirmation = Type.Object(
  { id: Type.String({ maxLength: 60 }), code: Type.String({ maxLength: 20 }), name: FactorName },
  strict,
);
export const NewPasskey = Type.Object({ name: FactorName, passkey: WebAuthnJson }, strict);
/** Codes are given once: with the first factor, and when they are made anew. */
export const FactorAdded = Type.Object({ recoveryCodes: nullable(Type.Array(Type.String())) });
export type FactorAdded = Static<typeof FactorAdded>;
export const RecoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) });
export const FactorChange = Type.Object({ name: FactorName }, strict);

// What owners do for people who lost theirs

/** `link` is given once, and only where no mail could be sent. */
export const PasswordLinkAnswer = Type.Object({
  mailed: Type.Boolean(),
  link: nullable(Type.String()),
});

// The house's identity provider

/** Roles that an identity provider may give; owners are made by owners. */
export const providerRoles = roles.filter((role) => role !== "owner");
export const RoleRule = Type.Object(
  {
    /** A value of the claim: the name or id of a group. */
    value: Type.String({ minLength: 1, maxLength: 200 }),
    accountId: Type.String({ maxLength: 60 }),
    role: Type.Union([
      literals(providerRoles),
      Type.String({
        pattern: "^rol_[0-9a-f]{32}$",
        description: "A role of the account's own, but none made of the owner's.",
      }),
    ]),
  },
  strict,
);
export type RoleRule = Static<typeof RoleRule>;
const Words = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
  maxItems: 20,
  uniqueItems: true,
});
const providerFields = {
  name: Type.String({ minLength: 1, maxLength: 60 }),
  issuer: Type.String({ minLength: 1, maxLength: 500 }),
  clientId: Type.String({ minLength: 1, maxLength: 300 }),
  enabled: Type.Boolean(),
  mfaCounts: Type.Boolean(),
  mfaAmr: Words,
  mfaAcr: Words,
  roleClaim: nullable(Type.String({ minLength: 1, maxLength: 100 })),
  roleRules: Type.Array(RoleRule, { maxItems: 100 }),
};
export const IdentityProviderInput = Type.Object(
  {
    ...providerFields,
    /** Left out: the stored one stays. Null: a public client without one. */
    clientSecret: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 500 }))),
  },
  strict,
);
export type IdentityProviderInput = Static<typeof IdentityProviderInput>;
export const IdentityProviderSchema = Type.Object({
  ...providerFields,
  hasSecret: Type.Boolean(),
  testedAt: NullableTimestamp,
  /** Null: the last test went well. */
  testProblem: nullable(Type.String()),
});
export const IdentityProviderState = Type.Object({
  /** Roles of accounts' own that rules may give. */
  ownRoles: Type.Array(
    Type.Object({ accountId: Type.String(), id: Type.String(), name: Type.String() }),
  ),
  provider: nullable(IdentityProviderSchema),
  /** What the provider has to know about us. */
  redirectUri: Type.String(),
});
export type IdentityProviderState = Static<typeof IdentityProviderState>;

export const ProviderStart = Type.Object(
  {
    /** Ask for a sign-in even if the provider remembers one: a fresh proof. */
    fresh: Type.Optional(Type.Boolean()),
    back: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
);
export const ProviderAddress = Type.Object({ url: Type.String() });
/** The query string with which the provider sent the browser back. */
export const ProviderReturn = Type.Object({ query: Type.String({ maxLength: 8000 }) }, strict);
