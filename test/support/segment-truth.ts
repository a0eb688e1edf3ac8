import type { ConditionAbout, SegmentCondition, SegmentNode } from "../../contract/segments.ts";
import { instantOfLocalTime, providerOf } from "../../server/platform/index.ts";
import { addDays, daysMeant, daysOfYear, foldValue } from "../../server/segments/segment.ts";
import { and, not, or, type Truth } from "../../server/tracking/index.ts";
import { KEYS, names, TODAY, ZONE, type Person } from "./segment-people.ts";

/** What a condition says of a person, without any SQL. */
export function truthOf(node: SegmentNode, person: Person): Truth {
  if ("all" in node) return and(...node.all.map((part) => truthOf(part, person)));
  if ("any" in node) return or(...node.any.map((part) => truthOf(part, person)));
  if ("not" in node) return not(truthOf(node.not, person));
  return toldBy(node, person);
}

const startOf = (day: string): Date => instantOfLocalTime(`${day}T00:00`, ZONE);
const daysAgo = (days: number | undefined): Date => startOf(addDays(TODAY, -(days ?? 0)));

function toldBy(node: SegmentCondition, person: Person): Truth {
  switch (node.about) {
    case "field":
      return fieldTold(node, person);
    case "tag":
      return node.tags.some((tag) => person.tags.includes(tag));
    case "list":
      return person.subscriptions.some(
        (one) =>
          one.state === node.state &&
          (node.list === undefined || one.list === node.list) &&
          (node.days === undefined || one.at >= daysAgo(node.days)),
      );
    case "consent": {
      if (node.purpose === "analysis") return person.analysis === node.state;
      const granted = person.subscriptions.some((one) => one.state === "confirmed" && one.proven);
      const left = person.subscriptions.some((one) => one.state === "unsubscribed");
      return node.state === "granted"
        ? granted
        : node.state === "withdrawn"
          ? left && !granted
          : !left && !granted;
    }
    case "source":
      return node.sources.includes(person.source);
    case "import":
      return person.imported;
    case "stage":
      return (node.stages as string[]).includes(person.stage);
    case "adviser":
      return node.operators.includes("none") ? !person.responsible : person.responsible;
    case "purchase":
      return person.purchases.some(
        (one) =>
          !one.cancelled &&
          (node.category === undefined ||
            node.category === names["parent"] ||
            one.category === node.category) &&
          (node.days === undefined || one.on >= addDays(TODAY, -node.days)),
      );
    case "received":
      return node.mailing === undefined
        ? person.subscriptions.some(
            (one) => one.mailedAt !== null && one.mailedAt >= daysAgo(node.days),
          )
        : person.received;
    case "created":
    case "changed": {
      const at = node.about === "created" ? person.createdAt : person.updatedAt;
      if (node.test === "past") return at >= daysAgo(node.days);
      if (node.test === "ago") return at < daysAgo(node.days);
      return node.test === "before"
        ? at < startOf(node.day!)
        : at >= startOf(addDays(node.day!, 1));
    }
    case "provider":
      return node.providers.includes(
        providerOf(person.email.slice(person.email.lastIndexOf("@") + 1)),
      );
    case "behaviour": {
      const mailings =
        node.mailing === undefined
          ? [names["m2"]!, names["m1"]!].slice(0, node.last)
          : [node.mailing];
      return or(
        ...mailings.map((mailing): Truth => person.behaviour[mailing]?.[node.did] ?? "unknown"),
      );
    }
  }
}

function fieldTold(node: ConditionAbout<"field">, person: Person): boolean {
  const key = Object.keys(KEYS).find((name) => names[name] === node.field);
  const type = key === undefined ? "text" : KEYS[key]!;
  const domain = person.email.slice(person.email.lastIndexOf("@") + 1);
  const value =
    key === undefined
      ? (({ ...person, domain } as unknown as Record<string, string | null>)[node.field] ?? "")
      : (person.custom[key] ?? "");
  const values =
    type === "choices"
      ? value === ""
        ? []
        : (JSON.parse(value) as string[])
      : value === ""
        ? []
        : [value];
  if (node.test === "empty") return values.length === 0;
  const wanted = (node.values ?? []).map(foldValue);
  return values.some((one) => {
    const text = foldValue(one);
    if (type === "number") {
      const number = Number(one);
      if (Number.isNaN(number)) return false;
      if (node.test === "is") return node.values!.map(Number).includes(number);
      if (node.test === "less") return number < Number(node.to);
      if (node.test === "more") return number > Number(node.from);
      return number >= Number(node.from) && number <= Number(node.to);
    }
    if (type === "date") {
      if (!/^(\d{4}|-)-\d\d-\d\d$/.test(one)) return false;
      const day = Number(one.slice(-5, -3) + one.slice(-2));
      if (node.test === "anniversary") return daysOfYear(TODAY, node.days!).includes(day);
      if (node.test === "month") return Math.floor(day / 100) === node.month;
      const real =
        !one.startsWith("-") && new Date(`${one}T00:00:00Z`).toISOString().startsWith(one);
      const { from, to } = daysMeant(node, TODAY);
      return real && (from === undefined || one >= from) && (to === undefined || one <= to);
    }
    if (node.test === "contains") return text.includes(wanted[0]!);
    if (node.test === "begins") return text.startsWith(wanted[0]!);
    return wanted.includes(text);
  });
}
