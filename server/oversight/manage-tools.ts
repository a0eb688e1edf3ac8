import type {
  ContractState,
  DataClass,
  NewToolInput,
  ToolKind,
  ToolView,
} from "../../contract/oversight.ts";
import { audit } from "../accounts/index.ts";
import {
  AppError,
  knownHost,
  newPublicId,
  notFound,
  type Actor,
  type Clock,
  type Tx,
} from "../platform/index.ts";
import { hostName } from "./place.ts";
import { databaseDay, declaredPlaces, readEnvironment } from "./places.store.ts";
import {
  endToolNote,
  findToolNote,
  foundTools,
  saveToolNote,
  toolNotes,
  type FoundTool,
  type ToolNote,
} from "./tools.store.ts";

const OUTSIDE = "outside:";

const PATHS: Readonly<Record<ToolKind, string | null>> = {
  api_key: "/einstellungen/api",
  webhook: "/datenschutz/nachweise",
  provider: "/einstellungen/versandwege",
  mailbox: "/einstellungen/postfaecher",
  sign_in: "/einstellungen/anmeldung",
  feed: "/einstellungen/feeds",
  import: "/contacts/import",
  core_system: "/kampagnenlisten",
  website: "/einstellungen/ziele",
  outside: null,
};

/** What a tool of this kind sees, until somebody says it more exactly. */
const USUAL: Readonly<Record<ToolKind, readonly DataClass[]>> = {
  api_key: [],
  webhook: ["none"],
  provider: ["address", "name", "content"],
  mailbox: ["address", "content"],
  sign_in: ["technical"],
  feed: ["none"],
  import: ["address", "name", "consent"],
  core_system: ["address", "name", "purchases"],
  website: ["usage"],
  outside: [],
};

/** Providers may measure on their own, websites report what people do; the rest cannot. */
const MAY_TRACK: ReadonlySet<ToolKind> = new Set(["provider", "website"]);

/** A connected tool, for documents. */
export interface ListedTool {
  key: string;
  name: string;
  role: ToolKind;
  country: string | null;
  purpose: string;
  contract: ContractState;
  owner: string;
  dataClasses: readonly DataClass[];
  canTrack: boolean;
  reviewOn: string | null;
}

/** Every connected tool with who answers for it (ORG-15). `today` as for `listPlaces`. */
export async function listTools(tx: Tx, _accountId: number, today?: string): Promise<ListedTool[]> {
  return (await viewTools(tx, today ?? (await databaseDay(tx)))).map((view) => ({
    key: view.key,
    name: view.name,
    role: view.kind,
    country: view.country,
    purpose: view.purpose,
    contract: view.contract,
    owner: view.owner,
    dataClasses: view.dataClasses,
    canTrack: view.canTrack,
    reviewOn: view.reviewOn,
  }));
}

/** The inventory as pages show it: what lacks an owner or a review first. */
export async function viewTools(tx: Tx, today: string): Promise<ToolView[]> {
  const notes = new Map((await toolNotes(tx)).map((note) => [note.key, note]));
  const places = new Map((await declaredPlaces(tx)).map((place) => [place.host, place]));
  const { places: environment } = await readEnvironment(tx);
  const countries = new Map(environment.map((one) => [one.host, one.country]));
  const found = await foundTools(tx, new Date(`${today}T00:00:00Z`));
  const byHand = [...notes.values()]
    .filter(({ key }) => key.startsWith(OUTSIDE))
    .map((note): FoundTool => ({
      key: note.key,
      kind: "outside",
      name: note.name ?? "",
      target: null,
      purpose: "",
      owner: "",
      since: note.notedAt,
      scopes: null,
    }));
  const views = [...found, ...byHand].map((tool): ToolView => {
    const note = notes.get(tool.key);
    const host = hostOf(tool.target);
    const place = host === null ? undefined : places.get(host);
    const known = host === null ? undefined : knownHost(host);
    return {
      key: tool.key,
      kind: tool.kind,
      name: tool.name,
      vendor: note?.vendor ?? place?.company ?? known?.provider ?? "",
      path: PATHS[tool.kind],
      host,
      country: place?.country ?? countries.get(host) ?? known?.country ?? null,
      contract: place?.contractState ?? (host === null ? "not_needed" : "missing"),
      owner: note?.owner ?? tool.owner,
      purpose: note?.purpose ?? tool.purpose,
      dataClasses: note?.dataClasses ?? [...classesOf(tool)],
      canTrack: note?.canTrack ?? MAY_TRACK.has(tool.kind),
      reviewOn: note?.reviewOn ?? null,
      state: note === undefined ? "incomplete" : note.reviewOn < today ? "review_due" : "fine",
      since: tool.since?.toISOString() ?? null,
      notedBy: note?.notedBy ?? null,
    };
  });
  const rank = ({ state }: ToolView) => ["review_due", "incomplete", "fine"].indexOf(state);
  return views.toSorted((a, b) => rank(a) - rank(b));
}

function hostOf(target: string | null): string | null {
  if (target === null) return null;
  return hostName(target.includes("://") ? (URL.parse(target)?.hostname ?? target) : target);
}

/** A key sees what its scopes show. */
function classesOf({ kind, scopes }: FoundTool): readonly DataClass[] {
  if (kind !== "api_key" || scopes === null) return USUAL[kind];
  const found = new Set<DataClass>();
  for (const scope of scopes) {
    if (/^(?:contacts|lists|suppression|replies|one_to_one|transactional)\./.test(scope))
      found.add("address").add("name");
    if (/^(?:consents|forms|wordings|intake)\./.test(scope)) found.add("consent");
    if (/^(?:mailings|replies)\./.test(scope)) found.add("content");
    if (/^(?:tracking|reports|conversions)\./.test(scope)) found.add("usage");
  }
  return found.size > 0 ? [...found] : ["technical"];
}

type By = { accountId: number; actor: Actor };
type Facts = Pick<ToolNote, "owner" | "purpose" | "dataClasses" | "canTrack" | "reviewOn">;

/** Says who answers for a tool, what for and with which data; needed for each (ORG-15). @throws AppError 404, 400 */
export async function noteTool(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: By,
  key: string,
  facts: Facts,
): Promise<void> {
  const now = clock.now();
  requireReview(facts.reviewOn, now);
  const before = await findToolNote(tx, key);
  if (!before && !(await foundTools(tx, now)).some((tool) => tool.key === key))
    throw notFound("tool");
  await saveToolNote(tx, accountId, {
    key,
    name: before?.name ?? null,
    vendor: before?.vendor ?? null,
    ...cleaned(facts),
    notedBy: actor.name,
    notedAt: now,
  });
  await audit(tx, accountId, actor, "tool.noted", {
    objectType: "tool",
    detail: { tool: key, canTrack: facts.canTrack, reviewOn: facts.reviewOn },
  });
}

/** Adds a tool outside the product, such as a plug-in of a mailbox or a tracker of the website. */
export async function addTool(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: By,
  input: NewToolInput,
): Promise<string> {
  const now = clock.now();
  requireReview(input.reviewOn, now);
  const { name, vendor, ...facts } = input;
  const key = `${OUTSIDE}${newPublicId("tol")}`;
  await saveToolNote(tx, accountId, {
    key,
    name: name.trim(),
    vendor: vendor?.trim() ?? null,
    ...cleaned(facts),
    notedBy: actor.name,
    notedAt: now,
  });
  await audit(tx, accountId, actor, "tool.added", {
    objectType: "tool",
    detail: { tool: key, name: name.trim(), canTrack: input.canTrack },
  });
  return key;
}

/** Takes a tool that was entered by hand out of the inventory. @throws AppError 404; 409 for connected ones */
export async function endTool(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: By,
  key: string,
): Promise<void> {
  const note = await findToolNote(tx, key);
  if (!note) throw notFound("tool");
  if (!key.startsWith(OUTSIDE))
    throw new AppError("tool_connected", 409, "This tool is connected to the product.", {
      hint: "Switch the connection off; it then leaves the inventory by itself.",
    });
  await endToolNote(tx, key, clock.now());
  await audit(tx, accountId, actor, "tool.removed", {
    objectType: "tool",
    detail: { tool: key, name: note.name },
  });
}

const cleaned = (facts: Facts): Facts => ({
  owner: facts.owner.trim(),
  purpose: facts.purpose.trim(),
  dataClasses: facts.dataClasses,
  canTrack: facts.canTrack,
  reviewOn: facts.reviewOn,
});

const DAY_MS = 86_400_000;

function requireReview(day: string, now: Date): void {
  const today = now.toISOString().slice(0, 10);
  const latest = new Date(now.getTime() + 366 * DAY_MS).toISOString().slice(0, 10);
  if (day > today && day <= latest) return;
  throw new AppError("review_day", 400, "A tool is looked at again within a year.", {
    errors: [{ path: "/reviewOn", message: `Between tomorrow and ${latest}, please.` }],
  });
}
