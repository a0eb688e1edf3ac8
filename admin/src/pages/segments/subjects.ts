import type {
  SegmentCatalogue,
  SegmentCondition,
  SegmentFieldType,
} from "../../../../contract/segments.ts";
import type { useTexts } from "../../ui/index.ts";
import type { texts } from "./texts.ts";

export type T = ReturnType<typeof useTexts<(typeof texts)["de"]>>;

/** Something a condition can be about, as the palette offers it. */
export interface Subject {
  id: string;
  label: string;
  make(): SegmentCondition;
}

const PERSON = [
  "firstName",
  "lastName",
  "company",
  "title",
  "email",
  "domain",
  "salutation",
  "locale",
] as const;

export const typeOfField = (
  catalogue: SegmentCatalogue,
  field: string,
): SegmentFieldType | undefined => catalogue.fields.find(({ id }) => id === field)?.type;

const FIRST_TEST: Record<SegmentFieldType, "is" | "contains" | "past"> = {
  text: "is",
  number: "is",
  date: "past",
  boolean: "is",
  choice: "is",
  choices: "is",
};

/** What may be asked, group by group; behaviour only of whoever may see what people did (TRK-12). */
export function paletteOf(
  catalogue: SegmentCatalogue,
  t: T,
  seesPersons: boolean,
): { group: string; items: Subject[] }[] {
  const field = (id: string, label: string): Subject => ({
    id: `field ${id}`,
    label,
    make: () => fieldCondition(catalogue, id),
  });
  const lastMailing = catalogue.mailings[0]?.id;
  const measured = catalogue.mailings.find((mailing) => mailing.measured)?.id;
  const own = catalogue.fields.filter(({ id, archived }) => id.startsWith("fld_") && !archived);
  const of = (id: string, label: string, make: () => SegmentCondition): Subject => ({
    id,
    label,
    make,
  });
  return [
    { group: t("palette.person"), items: PERSON.map((id) => field(id, t(`about.${id}`))) },
    { group: t("palette.own"), items: own.map(({ id, name }) => field(id, name)) },
    {
      group: t("palette.relation"),
      items: [
        ...(catalogue.tags.length > 0
          ? [of("tag", t("about.tag"), () => ({ about: "tag", tags: [] }))]
          : []),
        of("stage", t("about.stage"), () => ({ about: "stage", stages: [] })),
        of("adviser", t("about.adviser"), () => ({ about: "adviser", operators: [] })),
        of("purchase", t("about.purchase"), () => ({ about: "purchase" })),
      ],
    },
    {
      group: t("palette.consent"),
      items: [
        of("list", t("about.list"), () => ({ about: "list", state: "confirmed" })),
        of("newsletter", t("about.newsletter"), () => ({
          about: "consent",
          purpose: "newsletter",
          state: "granted",
        })),
        of("analysis", t("about.analysis"), () => ({
          about: "consent",
          purpose: "analysis",
          state: "granted",
        })),
      ],
    },
    {
      group: t("palette.origin"),
      items: [
        of("source", t("about.source"), () => ({ about: "source", sources: [] })),
        ...(catalogue.imports.length > 0
          ? [of("import", t("about.import"), () => ({ about: "import", imports: [] }))]
          : []),
        of("provider", t("about.provider"), () => ({ about: "provider", providers: [] })),
        of("created", t("about.created"), () => ({ about: "created", test: "past", days: 30 })),
        of("changed", t("about.changed"), () => ({ about: "changed", test: "past", days: 30 })),
      ],
    },
    {
      group: t("palette.mailings"),
      items: [
        of("receivedDays", t("about.receivedDays"), () => ({ about: "received", days: 30 })),
        ...(lastMailing
          ? [
              of("receivedMailing", t("about.receivedMailing"), () => ({
                about: "received",
                mailing: lastMailing,
              })),
            ]
          : []),
      ],
    },
    {
      group: t("palette.behaviour"),
      items:
        seesPersons && measured
          ? (["opened", "clicked"] as const).map((did) =>
              of(did, t(`about.${did}`), () => ({ about: "behaviour", did, mailing: measured })),
            )
          : [],
    },
  ].filter(({ items }) => items.length > 0) as { group: string; items: Subject[] }[];
}

/** A new condition on a field, as far as it goes without a value. */
function fieldCondition(catalogue: SegmentCatalogue, field: string): SegmentCondition {
  const type = typeOfField(catalogue, field) ?? "text";
  const test = FIRST_TEST[type];
  if (test === "past") return { about: "field", field, test, days: 30 };
  return { about: "field", field, test, values: type === "boolean" ? ["true"] : [] };
}

/** What a condition is about, in the operator's words. */
export function subjectOf(condition: SegmentCondition, catalogue: SegmentCatalogue, t: T): string {
  switch (condition.about) {
    case "field": {
      const standard = PERSON.find((id) => id === condition.field);
      if (standard) return t(`about.${standard}`);
      return catalogue.fields.find(({ id }) => id === condition.field)?.name ?? t("about.missing");
    }
    case "consent":
      return t(`about.${condition.purpose}`);
    case "received":
      return t(condition.mailing === undefined ? "about.receivedDays" : "about.receivedMailing");
    case "behaviour":
      return t(`about.${condition.did}`);
    default:
      return t(`about.${condition.about}`);
  }
}

/** One way to ask about a subject: what stands between it and its value, and what it makes of the condition. */
export interface Verb {
  id: string;
  label: string;
  negated: boolean;
  /** Whether the condition reads like this now. */
  fits(condition: SegmentCondition): boolean;
  apply(condition: SegmentCondition): SegmentCondition;
}

type Test = Extract<SegmentCondition, { about: "field" }>["test"];

/** The ways to ask, for the type of the condition; each test with its opposite beside it. */
export function verbsOf(
  condition: SegmentCondition,
  type: SegmentFieldType | undefined,
  t: T,
): Verb[] {
  const same = (label: string, negatedLabel: string): Verb[] => [
    { id: "yes", label, negated: false, fits: () => true, apply: (one) => one },
    { id: "no", label: negatedLabel, negated: true, fits: () => true, apply: (one) => one },
  ];
  switch (condition.about) {
    case "field":
      return fieldVerbs(type ?? "text", t);
    case "tag":
    case "stage":
    case "adviser":
    case "source":
    case "import":
    case "provider":
      return same(t("verb.isOne"), t("verb.isNone"));
    case "consent":
      return same(t("verb.is"), t("verb.isNot"));
    case "purchase":
      return same(t("verb.bought"), t("verb.boughtNot"));
    case "received":
      return condition.mailing === undefined
        ? same(t("verb.gotDays"), t("verb.gotDaysNot"))
        : same(t("verb.got"), t("verb.gotNot"));
    case "list":
      return (
        [
          ["confirmed", false, t("verb.confirmed")],
          ["confirmed", true, t("verb.confirmedNot")],
          ["pending", false, t("verb.pending")],
          ["unsubscribed", false, t("verb.unsubscribed")],
          ["unsubscribed", true, t("verb.unsubscribedNot")],
        ] as const
      ).map(([state, negated, label]) => ({
        id: `${state}${negated ? " not" : ""}`,
        label,
        negated,
        fits: (one) => one.about === "list" && one.state === state,
        apply: (one) => ({ ...one, state }) as SegmentCondition,
      }));
    case "created":
    case "changed":
      return (
        [
          ["past", t("verb.createdPast")],
          ["ago", t("verb.createdAgo")],
          ["before", t("verb.createdBefore")],
          ["after", t("verb.createdAfter")],
        ] as const
      ).map(([test, label]) => ({
        id: test,
        label,
        negated: false,
        fits: (one) => "test" in one && one.test === test,
        apply: () =>
          test === "past" || test === "ago"
            ? { about: condition.about, test, days: condition.days ?? 30 }
            : { about: condition.about, test, ...(condition.day ? { day: condition.day } : {}) },
      }));
    case "behaviour":
      return behaviourVerbs(t);
  }
}

function fieldVerbs(type: SegmentFieldType, t: T): Verb[] {
  const verb = (test: Test, label: string, negated = false): Verb => ({
    id: `${test}${negated ? " not" : ""}`,
    label,
    negated,
    fits: (one) => one.about === "field" && one.test === test,
    apply: (one) => (one.about === "field" ? { ...kept(one, test), test } : one),
  });
  const empty = [verb("empty", t("verb.empty")), verb("empty", t("verb.emptyNot"), true)];
  switch (type) {
    case "text":
      return [
        verb("is", t("verb.is")),
        verb("is", t("verb.isNot"), true),
        verb("contains", t("verb.contains")),
        verb("contains", t("verb.containsNot"), true),
        verb("begins", t("verb.begins")),
        verb("begins", t("verb.beginsNot"), true),
        ...empty,
      ];
    case "number":
      return [
        verb("is", t("verb.is")),
        verb("is", t("verb.isNot"), true),
        verb("less", t("verb.less")),
        verb("more", t("verb.more")),
        verb("between", t("verb.between")),
        ...empty,
      ];
    case "date":
      return [
        verb("past", t("verb.past")),
        verb("ago", t("verb.ago")),
        verb("future", t("verb.future")),
        verb("before", t("verb.before")),
        verb("after", t("verb.after")),
        verb("between", t("verb.between")),
        verb("is", t("verb.is")),
        verb("anniversary", t("verb.anniversary")),
        verb("month", t("verb.month")),
        ...empty,
      ];
    case "boolean":
      return [verb("is", t("verb.is")), ...empty];
    default:
      return [verb("is", t("verb.isOne")), verb("is", t("verb.isNone"), true), ...empty];
  }
}

/** What of a condition the new test still takes. */
function kept(one: Extract<SegmentCondition, { about: "field" }>, test: Test) {
  const { about, field, values = [], from, to, days } = one;
  const base = { about, field };
  if (test === "is") return { ...base, values };
  if (test === "contains" || test === "begins") return { ...base, values: values.slice(0, 1) };
  if (test === "less" || test === "before") return { ...base, ...(to ? { to } : {}) };
  if (test === "more" || test === "after") return { ...base, ...(from ? { from } : {}) };
  if (test === "between") return { ...base, ...(from ? { from } : {}), ...(to ? { to } : {}) };
  if (test === "month") return { ...base, month: 1 };
  return test === "empty" ? base : { ...base, days: days ?? 30 };
}

function behaviourVerbs(t: T): Verb[] {
  const isLast = (one: SegmentCondition) => one.about === "behaviour" && one.last !== undefined;
  const of = (id: string, label: string, negated: boolean, last: boolean): Verb => ({
    id,
    label,
    negated,
    fits: (one) => isLast(one) === last,
    apply: (one) => {
      if (one.about !== "behaviour" || isLast(one) === last) return one;
      return last
        ? { about: "behaviour", did: one.did, last: 5 }
        : { about: "behaviour", did: one.did, mailing: "" };
    },
  });
  return [
    of("did", t("verb.did"), false, false),
    of("did not", t("verb.didNot"), true, false),
    of("last", t("verb.didLast"), false, true),
    of("last not", t("verb.didLastNot"), true, true),
  ];
}
