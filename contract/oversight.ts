import { Type, type Static, type TSchema } from "typebox";
import { NullableTimestamp, oneOf } from "./common.ts";

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Day = Type.String({ format: "date" });
const words = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength });
const Country = Type.String({ pattern: "^[A-Z]{2}$" });

export const placeRoles = [
  "hosting",
  "database",
  "backup",
  "logs",
  "storage",
  "relay",
  "mailbox",
  "webhook",
  "timestamp",
  "feed",
  "sign_in",
  "sub_processor",
  "other",
] as const;
export type PlaceRole = (typeof placeRoles)[number];

export const contractStates = ["signed", "requested", "missing", "not_needed"] as const;
export type ContractState = (typeof contractStates)[number];

/** On what ground personal data may leave the EEA (Art. 45, 46 GDPR). */
export const transferBases = ["adequacy", "dpf", "scc"] as const;
export type TransferBasis = (typeof transferBases)[number];

/**
 * `own`: this machine or the own network · `eea`: within the EU and EEA · `transfer`: outside, with a record in force ·
 * `undeclared`: nobody has said where · `outside`: outside without a record, or with one that is due for review ·
 * `open`: receives no personal data.
 */
export const standings = ["own", "eea", "transfer", "undeclared", "outside", "open"] as const;
export type Standing = (typeof standings)[number];

export const TransferSchema = Type.Object({
  basis: oneOf(...transferBases),
  record: words(4000, 20),
  assessment: words(8000),
  name: words(200, 2),
  signedOn: Day,
  reviewOn: Day,
});
export type Transfer = Static<typeof TransferSchema>;

export const PlaceSuggestionSchema = Type.Object({
  company: Type.String(),
  country: nullable(Country),
  because: oneOf("house", "settings", "ending"),
});
export type PlaceSuggestion = Static<typeof PlaceSuggestionSchema>;

export const PlaceSchema = Type.Object({
  key: Type.String({ description: "The host, or the id of a company without one." }),
  id: nullable(Type.String({ description: "Null while nothing has been declared." })),
  role: oneOf(...placeRoles),
  name: Type.String({ description: "As the product's configuration calls it." }),
  usedBy: Type.Array(
    Type.Object({ role: oneOf(...placeRoles), name: Type.String(), path: nullable(Type.String()) }),
  ),
  host: nullable(Type.String()),
  company: Type.String(),
  country: nullable(Country),
  purpose: Type.String(),
  contract: oneOf(...contractStates),
  contractNote: Type.String(),
  contractOn: nullable(Day),
  transfer: nullable(TransferSchema),
  standing: oneOf(...standings),
  known: nullable(
    Type.Object({
      provider: nullable(Type.String()),
      company: nullable(Type.String()),
      country: Country,
    }),
  ),
  suggested: {
    ...nullable(PlaceSuggestionSchema),
    description: "What an undeclared host most likely is, for a person to confirm.",
  },
  declaredBy: nullable(Type.String()),
  updatedAt: NullableTimestamp,
});
export type PlaceView = Static<typeof PlaceSchema>;

export const PlacesSchema = Type.Object({
  items: Type.Array(PlaceSchema),
  euOnly: Type.Boolean(),
  enforced: Type.Boolean({ description: "Live, and only what was declared may be used." }),
  reason: Type.String(),
  open: Type.Integer({ description: "Places that need somebody." }),
});
export type PlacesView = Static<typeof PlacesSchema>;

const placeFields = {
  company: words(200, 2),
  country: Country,
  purpose: Type.Optional(words(500)),
  contract: oneOf(...contractStates),
  contractNote: Type.Optional(words(500)),
  contractOn: Type.Optional(nullable(Day)),
  transfer: Type.Optional(
    nullable(
      Type.Object(
        {
          basis: oneOf(...transferBases),
          record: words(4000, 20),
          assessment: Type.Optional(words(8000)),
          name: words(200, 2),
          signedOn: Day,
          reviewOn: Day,
        },
        strict,
      ),
    ),
  ),
};
export const SavePlace = Type.Object(
  {
    host: Type.Optional(nullable(words(253, 1))),
    role: oneOf(...placeRoles),
    ...placeFields,
  },
  strict,
);
export type SavePlaceInput = Static<typeof SavePlace>;
export const PlaceSettingsInput = Type.Object(
  { euOnly: Type.Boolean(), reason: Type.Optional(words(500)) },
  strict,
);

// Connected tools

export const toolKinds = [
  "api_key",
  "webhook",
  "provider",
  "mailbox",
  "sign_in",
  "feed",
  "import",
  "core_system",
  "website",
  "outside",
] as const;
export type ToolKind = (typeof toolKinds)[number];

export const dataClasses = [
  "address",
  "name",
  "consent",
  "content",
  "usage",
  "purchases",
  "technical",
  "none",
] as const;
export type DataClass = (typeof dataClasses)[number];

export const ToolSchema = Type.Object({
  key: Type.String(),
  kind: oneOf(...toolKinds),
  name: Type.String(),
  vendor: Type.String(),
  path: nullable(Type.String()),
  host: nullable(Type.String()),
  country: nullable(Country),
  contract: oneOf(...contractStates),
  owner: Type.String(),
  purpose: Type.String(),
  dataClasses: Type.Array(oneOf(...dataClasses)),
  canTrack: Type.Boolean(),
  reviewOn: nullable(Day),
  state: oneOf("fine", "incomplete", "review_due"),
  since: NullableTimestamp,
  notedBy: nullable(Type.String()),
});
export type ToolView = Static<typeof ToolSchema>;
export const ToolsSchema = Type.Object({ items: Type.Array(ToolSchema), open: Type.Integer() });
export type ToolsView = Static<typeof ToolsSchema>;

const toolFields = {
  owner: words(120, 2),
  purpose: words(500, 3),
  dataClasses: Type.Array(oneOf(...dataClasses), { minItems: 1, uniqueItems: true }),
  canTrack: Type.Boolean(),
  reviewOn: Day,
};
export const ToolNoteInput = Type.Object({ key: words(120, 3), ...toolFields }, strict);
export const NewTool = Type.Object(
  { name: words(120, 2), vendor: Type.Optional(words(120)), ...toolFields },
  strict,
);
export type NewToolInput = Static<typeof NewTool>;
