import type { ConditionAbout, SegmentCondition, SegmentNode } from "../../contract/segments.ts";
import {
  CHOICES,
  DATES,
  DOMAINS,
  KEYS,
  maybe,
  names,
  NASTY,
  pick,
  random,
} from "./segment-people.ts";

const EMAILS = ["müller0@gmail.com", "o'brien1@gmx.at", "a%b2@firma.example"];

function drawField(): ConditionAbout<"field"> {
  const about = "field" as const;
  const field = pick([
    "firstName",
    "lastName",
    "company",
    "title",
    "email",
    "domain",
    "salutation",
    "locale",
    ...Object.keys(KEYS),
  ]);
  const type = KEYS[field] ?? (field === "salutation" || field === "locale" ? "choice" : "text");
  const of = { about, field: KEYS[field] ? names[field]! : field };
  if (maybe(0.15)) return { ...of, test: "empty" };
  const days = pick([0, 1, 2, 30, 400]);
  switch (type) {
    case "number": {
      const test = pick(["is", "less", "more", "between"] as const);
      const [from, to] = ["0", "7"].toSorted(() => random() - 0.5) as [string, string];
      return {
        ...of,
        test,
        from,
        to,
        ...(test === "is" ? { values: [pick(["7", "-3.5", "99"])] } : {}),
      };
    }
    case "date": {
      const test = pick([
        "is",
        "before",
        "after",
        "between",
        "past",
        "ago",
        "future",
        "anniversary",
        "month",
      ] as const);
      const real = DATES.filter((date) => !date.startsWith("-"));
      return {
        ...of,
        test,
        days,
        from: pick(real),
        to: pick(real),
        month: pick([2, 3, 12]),
        values: [pick(real)],
      };
    }
    case "boolean":
      return { ...of, test: "is", values: [pick(["true", "false"])] };
    case "choice":
      return {
        ...of,
        test: "is",
        values:
          field === "salutation"
            ? ["frau", "divers"]
            : field === "locale"
              ? [pick(["de", "en"])]
              : [pick(CHOICES), pick(CHOICES)],
      };
    case "choices":
      return { ...of, test: "is", values: [pick(CHOICES)] };
    default: {
      const test = pick(["is", "contains", "begins"] as const);
      const whole =
        field === "domain" ? pick(DOMAINS) : field === "email" ? pick(EMAILS) : pick(NASTY);
      const part =
        [...whole]
          .slice(test === "begins" ? 0 : 1, 4)
          .join("")
          .toUpperCase() || "x";
      return { ...of, test, values: test === "is" ? [whole.toUpperCase(), pick(NASTY)] : [part] };
    }
  }
}

function drawCondition(): SegmentCondition {
  const days = pick([0, 1, 7, 300]);
  switch (
    pick([
      "field",
      "field",
      "field",
      "tag",
      "list",
      "consent",
      "source",
      "import",
      "stage",
      "adviser",
      "purchase",
      "received",
      "time",
      "provider",
      "behaviour",
      "behaviour",
    ])
  ) {
    case "tag":
      return { about: "tag", tags: pick([[names["tag"]!], [names["tag"]!, names["tag2"]!]]) };
    case "list":
      return {
        about: "list",
        state: pick(["confirmed", "pending", "unsubscribed"] as const),
        ...(maybe(0.6) ? { list: pick([names["list"]!, names["list2"]!]) } : {}),
        ...(maybe(0.4) ? { days } : {}),
      };
    case "consent":
      return maybe(0.5)
        ? {
            about: "consent",
            purpose: "newsletter",
            state: pick(["granted", "withdrawn", "unknown"] as const),
          }
        : {
            about: "consent",
            purpose: "analysis",
            state: pick(["granted", "refused", "withdrawn", "unknown"] as const),
          };
    case "source":
      return { about: "source", sources: [pick(["form", "import", "'; --", "none"])] };
    case "import":
      return { about: "import", imports: [names["import"]!] };
    case "stage":
      return { about: "stage", stages: [pick(["", "prospect", "customer"] as const)] };
    case "adviser":
      return { about: "adviser", operators: pick([[names["operator"]!], ["none"]]) };
    case "purchase":
      return {
        about: "purchase",
        ...(maybe(0.7) ? { category: pick([names["parent"]!, names["child"]!]) } : {}),
        ...(maybe(0.5) ? { days } : {}),
      };
    case "received":
      return maybe(0.5)
        ? { about: "received", mailing: names["m1"]! }
        : { about: "received", days };
    case "time":
      return {
        about: pick(["created", "changed"] as const),
        test: pick(["past", "ago", "before", "after"] as const),
        days,
        day: pick(["2027-02-27", "2027-02-28", "2026-06-01"]),
      };
    case "provider":
      return { about: "provider", providers: [pick(["gmail", "webde_gmx", "telekom"])] };
    case "behaviour":
      return {
        about: "behaviour",
        did: pick(["opened", "clicked"] as const),
        ...(maybe(0.6)
          ? { mailing: pick([names["m1"]!, names["m2"]!]) }
          : { last: pick([1, 2, 5]) }),
      };
    default:
      return drawField();
  }
}

/** A random definition about the drawn people. */
export function drawNode(depth: number): SegmentNode {
  if (depth === 0 || maybe(0.4)) return drawCondition();
  if (maybe(0.25)) return { not: drawNode(depth - 1) };
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => drawNode(depth - 1));
  return maybe(0.5) ? { all: parts } : { any: parts };
}
