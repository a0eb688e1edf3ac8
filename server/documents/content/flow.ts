import type { DocumentBlock, FlowPicture } from "../../../contract/documents.ts";
import type { Locale } from "../../platform/index.ts";
import { isOwn, measures, sayIn, type Facts } from "../facts.ts";

type Box = FlowPicture["boxes"][number];
type Node = Pick<Box, "title" | "lines">;

const WIDTH = 640;
const COLUMN = 172;
const HOUSE_X = 222;
const HOUSE_WIDTH = 196;
const GAP = 14;
const TITLE = 26;
const LINE = 13;
const PAD = 10;
/** What fits into a line of a box; the rest is in the tables. */
const FIT = 29;

const fit = (words: string): string =>
  words.length > FIT ? `${words.slice(0, FIT - 1).trimEnd()}…` : words;
const height = (node: Node): number => TITLE + node.lines.length * LINE + PAD;

/**
 * Where data come from, what happens in the house, and where they go, drawn from the configuration: the same boxes on the
 * page and in the PDF.
 */
export function flowPicture(of: Facts, locale: Locale): DocumentBlock {
  const say = sayIn(locale);
  const sources = sourcesOf(of, locale);
  const targets = targetsOf(of, locale);
  const house = houseOf(of, locale);
  const left = place(sources, 0);
  const right = place(targets, WIDTH - COLUMN);
  const total = Math.max(
    ...[...left, ...right].map((box) => box.y + box.height),
    height(house) + 20,
  );
  const middle: Box = {
    x: HOUSE_X,
    y: 0,
    width: HOUSE_WIDTH,
    height: total,
    title: house.title,
    lines: house.lines,
    tone: "house",
  };
  const arrows = [
    ...left.map((box) => ({
      fromX: box.x + box.width,
      fromY: box.y + box.height / 2,
      toX: HOUSE_X,
      toY: box.y + box.height / 2,
    })),
    ...right.map((box) => ({
      fromX: HOUSE_X + HOUSE_WIDTH,
      fromY: box.y + box.height / 2,
      toX: box.x,
      toY: box.y + box.height / 2,
    })),
  ];
  const names = (nodes: Node[]) => nodes.map(({ title }) => title).join(", ");
  return {
    kind: "figure",
    picture: {
      width: WIDTH,
      height: Math.ceil(total),
      boxes: [...left.map((box) => ({ ...box, tone: "in" as const })), middle, ...right],
      arrows,
    },
    alt: say(
      `Datenflüsse. Aus: ${names(sources)}. In: ${house.title}. An: ${names(targets)}.`,
      `Data flows. From: ${names(sources)}. Into: ${house.title}. To: ${names(targets)}.`,
    ),
  };
}

function place(nodes: Node[], x: number): Box[] {
  let y = 0;
  return nodes.map((node) => {
    const box: Box = {
      ...node,
      lines: node.lines.map(fit),
      title: fit(node.title),
      x,
      y,
      width: COLUMN,
      height: height(node),
      tone: "out",
    };
    y += box.height + GAP;
    return box;
  });
}

function sourcesOf(of: Facts, locale: Locale): Node[] {
  const say = sayIn(locale);
  const mailboxes = of.parties.filter(({ kind }) => kind === "mailbox").map(({ name }) => name);
  return [
    {
      title: say("Anmeldung", "Sign-up"),
      lines:
        of.forms.length === 0 ? [say("noch kein Formular", "no form yet")] : some(of.forms, locale),
    },
    {
      title: say("Filiale, Post, Telefon", "Branch, letter, phone"),
      lines: [say("erfasste Erklärungen", "recorded declarations")],
    },
    {
      title: say("Importe", "Imports"),
      lines: [say("Dateien mit Nachweis", "files with proof")],
    },
    ...(of.coreSources.length === 0
      ? []
      : [{ title: say("Kernsystem", "Core system"), lines: some(of.coreSources, locale) }]),
    ...(mailboxes.length === 0
      ? []
      : [
          {
            title: say("Postfächer", "Mailboxes"),
            lines: some(mailboxes, locale),
          },
        ]),
    ...(of.use.hasKeys
      ? [{ title: "API", lines: [say("eigene Systeme mit Schlüssel", "own systems with a key")] }]
      : []),
  ];
}

function houseOf(of: Facts, locale: Locale): Node {
  const say = sayIn(locale);
  const { operation } = of.account.processing;
  const by = isOwn(of.account)
    ? say("Eigenbetrieb", "own operation")
    : operation?.kind === "processor"
      ? say(`Betrieb: ${operation.provider}`, `operated by ${operation.provider}`)
      : say("Betrieb nicht angegeben", "operator not given");
  return {
    title: "Klarpost",
    lines: [
      fit(of.account.name),
      fit(by),
      ...storageLines(of, locale).map(fit),
      "",
      say("Einwilligungen, Nachweisbuch", "consents, ledger of proofs"),
      say("Versandprüfung je E-Mail", "gate before each mail"),
      ...(measures(of) ? [say("Messung nur mit Erlaubnis", "measuring with permission")] : []),
      ...(of.account.countingLevel === "none" ? [] : [say("anonyme Summen", "anonymous totals")]),
      say("Löschung nach Fristen", "deletion by periods"),
      ...(of.backups.nightly
        ? [
            say(
              `Sicherung, ${of.backups.maxAgeDays} Tage`,
              `backups, ${of.backups.maxAgeDays} days`,
            ),
          ]
        : []),
    ],
  };
}

/** Data centre and country, a line each. */
function storageLines({ account, parties }: Facts, locale: Locale): string[] {
  const { place } = account.processing;
  if (!place) return [];
  const party = parties.find(({ name }) => name === place.dataCentre);
  return [place.dataCentre, party?.place?.[locale] ?? place.country];
}

function targetsOf(of: Facts, locale: Locale): Node[] {
  const say = sayIn(locale);
  const routes = of.parties.filter(({ kind }) => kind === "route").map(({ name }) => name);
  const others = of.parties
    .filter(({ kind }) => ["processor", "subprocessor", "tool", "other"].includes(kind))
    .map(({ name }) => name);
  return [
    {
      title: say("Empfänger", "Recipients"),
      lines:
        routes.length === 0
          ? [say("direkt an ihren Mailserver", "straight to their mail server")]
          : some(routes, locale),
    },
    ...(of.coreSources.length === 0
      ? []
      : [
          {
            title: say("Kernsystem", "Core system"),
            lines: [say("Rückmeldedateien", "return files")],
          },
        ]),
    ...(others.length === 0
      ? []
      : [{ title: say("Dienstleister", "Service providers"), lines: some(others, locale) }]),
    {
      title: say("Betroffene Person", "Data subject"),
      lines: [say("Auskunft, „Verwalten“", "copy, “Manage”")],
    },
    {
      title: say("Exporte", "Exports"),
      lines: [say("verschlüsselt, 24 Stunden", "encrypted, 24 hours")],
    },
  ];
}

const MOST = 3;
function some(names: readonly string[], locale: Locale): string[] {
  const say = sayIn(locale);
  if (names.length <= MOST) return [...names];
  const rest = names.length - MOST + 1;
  return [...names.slice(0, MOST - 1), say(`und ${rest} weitere`, `and ${rest} more`)];
}
