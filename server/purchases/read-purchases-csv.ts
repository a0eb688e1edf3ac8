import Papa from "papaparse";
import {
  PURCHASE_LIMITS,
  purchaseColumns,
  type PurchaseColumn,
  type PurchaseKind,
} from "../../contract/purchases.ts";
import { AppError, parseEmailAddress } from "../platform/index.ts";
import {
  judgeDates,
  judgeNotice,
  type LegalEntity,
  type Notice,
  type ProductCategory,
  type PurchaseEntry,
  type Refusal,
} from "./purchase.ts";

/** Headings that name each column, in small letters and without anything but letters and digits. */
const HEADINGS: Record<PurchaseColumn, string> = {
  orderNumber:
    "ordernumber bestellnummer bestellnr auftragsnummer auftragsnr vertragsnummer vertragsnr nummer rechnungsnummer orderno order orderid contractnumber",
  email: "email emailadresse mail mailadresse emailaddress adresse kundenemail customeremail",
  category:
    "category kategorie produktkategorie warengruppe produktgruppe produkt ware productcategory product",
  concludedOn:
    "concludedon abgeschlossenam abschluss abschlussdatum kaufdatum kaufam gekauftam datum bestelldatum vertragsdatum date orderdate purchasedate",
  cancelledOn:
    "cancelledon storniertam storno stornodatum widerrufenam canceledon canceled cancelled storniert",
  kind: "kind art vertragsart type typ",
  entity: "entity gesellschaft verkäufer verkaeufer firma unternehmen seller company legalentity",
  addressGiven:
    "addressgiven adresseangegeben adressebeimkauf adressevomkunden emailbeimkauf emailbeimkaufangegeben addressfromcustomer",
  objected: "objected widerspruch widersprochen sofortwiderspruch objection",
  noticeVersion:
    "noticeversion hinweisversion hinweisfassung textfassung hinweis fassung noticetext",
  noticeOn: "noticeon hinweisam hinweisdatum hinweisgezeigtam noticedate noticeshownon",
  noticePlace: "noticeplace hinweisstelle hinweisort stelle platz ort place",
  noticeKind: "noticekind hinweisart hinweistyp noticetype",
};
const FIELD_OF = new Map(
  purchaseColumns.flatMap((field) =>
    HEADINGS[field].split(" ").map((heading) => [heading, field] as const),
  ),
);
const REQUIRED: readonly PurchaseColumn[] = ["orderNumber", "email", "category", "concludedOn"];

const KINDS: Record<PurchaseKind, string> = {
  purchase: "purchase kauf bestellung einkauf order",
  contract: "contract vertrag abo abonnement",
  free_account: "freeaccount kostenloseskonto gratiskonto freemium kostenlos free",
  trial: "trial probezeit test testzugang probe",
};
const YES = new Set(["ja", "j", "yes", "y", "1", "true", "wahr", "x"]);
const NO = new Set(["nein", "n", "no", "0", "false", "falsch", "-"]);

/** One row of the file, as data or with the reason why it is none. */
export interface PurchaseLineRead {
  line: number;
  cells: string[];
  orderNumber: string;
  entry?: PurchaseEntry;
  refusal?: Refusal;
  /** What was left out of a row that is taken all the same: a notice that is no evidence. */
  remark?: Refusal;
}

export interface PurchaseFile {
  headings: string[];
  fields: (PurchaseColumn | null)[];
  lines: PurchaseLineRead[];
}

export interface Catalogue {
  categories: readonly ProductCategory[];
  entities: readonly LegalEntity[];
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Reads a file of purchases; pure. The first row holds headings, in German or English, in any order. Throws 422
 * `purchases_not_readable` for what is no such file: a heading missing or twice, quotes never closed, too many rows.
 */
export function readPurchasesCsv(csv: string, catalogue: Catalogue, today: string): PurchaseFile {
  const { data, errors, meta } = Papa.parse<string[]>(csv.replace(/^\ufeff/, ""), {
    skipEmptyLines: false,
    delimitersToGuess: [";", ",", "\t", "|"],
  });
  const open = errors.find((error) => error.code === "MissingQuotes");
  if (open)
    throw notReadable(`Quotes are opened and never closed, from row ${(open.row ?? 0) + 1} on.`);
  const headings = (data[0] ?? []).map((heading) => heading.trim().slice(0, 200));
  const fields = headings.map((heading) => FIELD_OF.get(plain(heading)) ?? null);
  const missing = REQUIRED.filter((field) => !fields.includes(field));
  if (missing.length > 0)
    throw notReadable(
      `These columns are missing: ${missing.join(", ")}. Found: ${headings.join(", ").slice(0, 500)}.`,
    );
  const twice = fields.find((field, at) => field !== null && fields.indexOf(field) !== at);
  if (twice) throw notReadable(`Two columns mean ${twice}.`);
  const reader = new RowReader(fields, catalogue, today);
  const lines: PurchaseLineRead[] = [];
  const newline = meta.linebreak === "\r" ? "\r" : "\n";
  let line = 1;
  data.forEach((cells, index) => {
    const at = line;
    line += 1 + cells.reduce((count, cell) => count + cell.split(newline).length - 1, 0);
    if (index === 0 || cells.every((cell) => cell.trim() === "")) return;
    if (lines.length >= PURCHASE_LIMITS.rows)
      throw notReadable(`A file has at most ${PURCHASE_LIMITS.rows} rows. Part it.`);
    lines.push(reader.read(at, cells));
  });
  return { headings, fields, lines };
}

function notReadable(detail: string): AppError {
  return new AppError("purchases_not_readable", 422, detail, {
    hint: "Needed are the order number, the e-mail address, the category and the date, with headings in the first row.",
  });
}

class RowReader {
  readonly #fields: readonly (PurchaseColumn | null)[];
  readonly #categories: Map<string, ProductCategory>;
  readonly #entities: Map<string, LegalEntity>;
  readonly #onlyEntity: LegalEntity | undefined;
  readonly #today: string;
  readonly #seen = new Set<string>();

  constructor(
    fields: readonly (PurchaseColumn | null)[],
    { categories, entities }: Catalogue,
    today: string,
  ) {
    this.#fields = fields;
    this.#today = today;
    this.#categories = new Map(
      categories
        .filter((one) => one.archivedAt === null)
        .flatMap((one) =>
          [one.publicId, one.name, one.nameEn]
            .filter((name) => name !== "")
            .map((name) => [name.trim().toLowerCase(), one] as const),
        ),
    );
    const usable = entities.filter((one) => one.archivedAt === null);
    this.#entities = new Map(
      usable.flatMap((one) =>
        [one.publicId, one.name].map((name) => [name.trim().toLowerCase(), one] as const),
      ),
    );
    this.#onlyEntity = ownEntity(usable);
  }

  read(line: number, cells: string[]): PurchaseLineRead {
    const value = (column: PurchaseColumn): string | undefined => {
      const at = this.#fields.indexOf(column);
      return at === -1 ? undefined : (cells[at] ?? "").trim();
    };
    const orderNumber = value("orderNumber") ?? "";
    const read: PurchaseLineRead = { line, cells, orderNumber };
    const refused = this.#refuseRow(cells, orderNumber);
    if (refused) return { ...read, refusal: refused };
    const made = this.#entry(value, orderNumber);
    return "refusal" in made ? { ...read, refusal: made.refusal } : { ...read, ...made };
  }

  #refuseRow(cells: string[], orderNumber: string): Refusal | undefined {
    const long = cells.find((cell) => cell.length > PURCHASE_LIMITS.cell);
    if (long !== undefined) return { reason: "too_long", value: long.slice(0, 60) };
    if (cells.slice(this.#fields.length).some((cell) => cell.trim() !== ""))
      return { reason: "too_many_columns" };
    if (orderNumber === "") return { reason: "order_number_missing" };
    if (orderNumber.length > 100)
      return { reason: "too_long", value: orderNumber.slice(0, 60), column: "orderNumber" };
    if (this.#seen.has(orderNumber)) return { reason: "duplicate_in_file", value: orderNumber };
    this.#seen.add(orderNumber);
    return undefined;
  }

  #entry(
    value: (column: PurchaseColumn) => string | undefined,
    orderNumber: string,
  ): { refusal: Refusal } | { entry: PurchaseEntry; remark?: Refusal } {
    try {
      const address = parseEmailAddress(value("email") ?? "");
      if (!address.ok) throw refuse("email_not_valid", "email", value("email"));
      const category = this.#categories.get((value("category") ?? "").toLowerCase());
      if (!category) throw refuse("category_unknown", "category", value("category"));
      if (category.wholeRange) throw refuse("category_whole_range", "category", value("category"));
      const concludedOn = day(value("concludedOn") ?? "", "concludedOn");
      const cancelled = value("cancelledOn");
      const notice = readNotice(value);
      const entry: PurchaseEntry = {
        orderNumber,
        email: address.address,
        emailNormalised: address.normalised,
        categoryId: category.id,
        entityId: this.#entity(value("entity")),
        concludedOn,
        kind: kindOf(value("kind")),
        cancelledOn:
          cancelled === undefined
            ? undefined
            : cancelled === ""
              ? null
              : day(cancelled, "cancelledOn"),
        addressGiven: yes(value("addressGiven"), "addressGiven"),
        objected: yes(value("objected"), "objected"),
      };
      const dates = judgeDates(entry, this.#today);
      if (dates) return { refusal: dates };
      if (notice === undefined) return { entry };
      const fault = notice === null ? null : judgeNotice(notice, concludedOn);
      if (fault === "notice_after_sale") throw refuse(fault, "noticeOn", notice?.shownOn);
      // The sale is a fact; only the notice is none. Condition 4 then is not met (LEG-07).
      if (fault !== null)
        return {
          entry: { ...entry, notice: null },
          remark: { reason: fault, value: notice!.place, column: "noticePlace" },
        };
      return { entry: { ...entry, notice } };
    } catch (error) {
      if (error instanceof Refused) return { refusal: error.refusal };
      throw error;
    }
  }

  #entity(name: string | undefined): number {
    if (name === undefined || name === "") {
      if (!this.#onlyEntity) throw refuse("entity_missing", "entity", "");
      return this.#onlyEntity.id;
    }
    const found = this.#entities.get(name.toLowerCase());
    if (!found) throw refuse("entity_unknown", "entity", name);
    return found.id;
  }
}

/** The account's own company, where there is just one in use. */
export function ownEntity(entities: readonly LegalEntity[]): LegalEntity | undefined {
  const own = entities.filter((one) => one.relation === "own" && one.archivedAt === null);
  return own.length === 1 ? own[0] : undefined;
}

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

function refuse(
  reason: Refusal["reason"],
  column: PurchaseColumn,
  value: string | undefined,
): Refused {
  return new Refused({ reason, column, ...(value ? { value } : {}) });
}

/** `21.11.2026`, `2026-11-21` or `2026-11-21T10:00…` as a day that exists. */
function day(text: string, column: PurchaseColumn): string {
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text);
  const [year, month, date] = german
    ? [german[3], german[2], german[1]]
    : iso
      ? [iso[1], iso[2], iso[3]]
      : [];
  const made = `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  const parsed = new Date(`${made}T00:00:00Z`);
  if (
    year === undefined ||
    Number(year) < 1950 ||
    Number.isNaN(parsed.getTime()) ||
    parsed.toISOString().slice(0, 10) !== made
  )
    throw refuse("date_not_valid", column, text);
  return made;
}

function yes(text: string | undefined, column: PurchaseColumn): boolean | undefined {
  if (text === undefined || text === "") return undefined;
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw refuse("yes_or_no", column, text);
}

function kindOf(text: string | undefined): PurchaseKind | undefined {
  if (text === undefined || text === "") return undefined;
  const word = plain(text);
  const found = (Object.keys(KINDS) as PurchaseKind[]).find((kind) =>
    KINDS[kind].split(" ").includes(word),
  );
  if (!found) throw refuse("kind_unknown", "kind", text);
  return found;
}

const POLICY_KINDS = /^(privacypolicy|datenschutz\p{L}*)$/u;

/** Undefined: the file says nothing of notices; null: this row has none. */
function readNotice(
  value: (column: PurchaseColumn) => string | undefined,
): (Notice & { kind?: string }) | null | undefined {
  const columns = ["noticeVersion", "noticeOn", "noticePlace"] as const;
  if (columns.every((column) => value(column) === undefined)) return undefined;
  const [version = "", shownOn = "", place = ""] = columns.map((column) => value(column));
  if (version === "" && shownOn === "" && place === "") return null;
  if (version === "" || shownOn === "" || place.length < 3)
    throw refuse("notice_incomplete", "noticeVersion", [version, shownOn, place].join(" · "));
  const kind = POLICY_KINDS.test(plain(value("noticeKind") ?? "")) ? "privacy_policy" : undefined;
  return {
    version: version.slice(0, 100),
    shownOn: day(shownOn, "noticeOn"),
    place: place.slice(0, 300),
    ...(kind === undefined ? {} : { kind }),
  };
}
