import type {
  ContractState,
  PlaceRole,
  PlaceView,
  SavePlaceInput,
  Standing,
  Transfer,
} from "../../contract/oversight.ts";
import { suggestPlace } from "./suggest-place.ts";
import { audit, getAccount, listLiveAccountIds, type Account } from "../accounts/index.ts";
import {
  AppError,
  isEea,
  knownHost,
  notFound,
  OutsideRefused,
  type Actor,
  type Clock,
  type Database,
  type Tx,
} from "../platform/index.ts";
import { connectionsOf } from "./connections.ts";
import type { Environment, EnvironmentPlace } from "./deps.ts";
import {
  hostName,
  isOwn,
  maySend,
  placeProblems,
  standingOf,
  type Connection,
  type Place,
} from "./place.ts";
import {
  databaseDay,
  declarationsOfHost,
  declaredPlaces,
  findPlace,
  insertPlace,
  placeOfHost,
  readEnvironment,
  readEuOnly,
  removePlace,
  saveEuOnly,
  updatePlace,
} from "./places.store.ts";

const HINT =
  "Declare the host under Data protection, Places: company, country and contract; outside the EEA with a transfer record. Then repeat this.";

/** Where an account's data lie or go, for documents. */
export interface ListedPlace {
  key: string;
  name: string;
  role: PlaceRole;
  host: string | null;
  company: string;
  /** ISO 3166-1; null: nobody has said. */
  country: string | null;
  purpose: string;
  contract: ContractState;
  contractOn: string | null;
  transfer: Transfer | null;
  standing: Standing;
}

/**
 * Every place of an account's data: what the live configuration names, what the environment names, and what was declared by
 * hand such as sub-processors (ORG-09, ORG-06).
 *
 * @param today a day such as 2026-11-22, on which records are judged; without it the database's own
 */
export async function listPlaces(
  tx: Tx,
  _accountId: number,
  today?: string,
): Promise<ListedPlace[]> {
  return (await viewPlaces(tx, today ?? (await databaseDay(tx)))).map((view) => ({
    key: view.key,
    name: view.name,
    role: view.role,
    host: view.host,
    company: view.company,
    country: view.country,
    purpose: view.purpose,
    contract: view.contract,
    contractOn: view.contractOn,
    transfer: view.transfer,
    standing: view.standing,
  }));
}

/** The places as pages show them: what needs somebody first. */
export async function viewPlaces(tx: Tx, today: string): Promise<PlaceView[]> {
  const { own, places: environment } = await readEnvironment(tx);
  const declared = await declaredPlaces(tx);
  const account = await getAccount(tx);
  const connections = await connectionsOf(tx);
  const byHost = new Map<string, Connection[]>();
  for (const one of connections) {
    const key = one.host === null || one.host === "" ? one.key : one.host;
    byHost.set(key, [...(byHost.get(key) ?? []), one]);
  }
  const said = new Map(environment.map((one) => [one.host, one]));
  const views = [...byHost].map(([key, uses]) => {
    const { host } = uses[0]!;
    const place = declared.find((one) => one.host !== null && one.host === host);
    return viewOf(
      key,
      uses,
      place,
      host === null ? undefined : said.get(host),
      own,
      today,
      account,
    );
  });
  const others = declared
    .filter((one) => one.host === null || !byHost.has(one.host))
    .map((place) =>
      viewOf(place.host ?? place.publicId, [], place, undefined, own, today, account),
    );
  const rank = ({ standing }: PlaceView) =>
    ["undeclared", "outside", "transfer", "eea", "own", "open"].indexOf(standing);
  const companies = new Set(declared.map(({ company }) => company.toLowerCase()));
  const named = (await namedInSettings(tx)).filter(
    ({ company }) => !companies.has(company.toLowerCase()),
  );
  return [...views, ...others, ...named].toSorted((a, b) => rank(a) - rank(b));
}

/** The processor and its sub-processors, as the account's settings name them (ORG-06). */
async function namedInSettings(tx: Tx): Promise<PlaceView[]> {
  const { operation } = (await getAccount(tx)).processing;
  const contractDate = operation?.kind === "processor" ? operation.contractDate : "";
  return (operation?.subprocessors ?? []).map(({ name, country, purpose }) => ({
    key: `settings:${name}`,
    id: null,
    role: "sub_processor",
    name,
    usedBy: [{ role: "sub_processor", name, path: "/einstellungen/mandant/processing" }],
    host: null,
    company: name,
    country,
    purpose,
    contract: contractDate === "" ? "missing" : "signed",
    contractNote: "",
    contractOn: contractDate === "" ? null : contractDate,
    transfer: null,
    standing: isEea(country) ? "eea" : "outside",
    known: null,
    suggested: null,
    declaredBy: null,
    updatedAt: null,
  }));
}

function viewOf(
  key: string,
  uses: readonly Connection[],
  place: Place | undefined,
  environment: EnvironmentPlace | undefined,
  own: readonly string[],
  today: string,
  account: Account,
): PlaceView {
  const first = uses[0];
  const host = place?.host ?? first?.host ?? null;
  const known = host === null ? undefined : knownHost(host);
  // This machine itself: the embedded database, a folder for backups.
  const isHere = first !== undefined && (host === null || host === "");
  const said =
    place ??
    (environment === undefined || environment.country === null
      ? undefined
      : { country: environment.country, transfer: environment.transfer });
  const standing = isHere
    ? "own"
    : standingOf(
        { host, isOpen: uses.length > 0 && uses.every((one) => one.isOpen) },
        said,
        own,
        today,
      );
  return {
    key,
    id: place?.publicId ?? null,
    role: place?.role ?? first?.role ?? "other",
    name: first?.name ?? place?.company ?? key,
    usedBy: uses.map(({ role, name, path }) => ({ role, name, path })),
    host,
    company: place?.company ?? known?.company ?? "",
    country: said?.country ?? known?.country ?? null,
    purpose: place?.purpose ?? "",
    contract:
      place?.contractState ??
      (standing === "own" || standing === "open" ? "not_needed" : "missing"),
    contractNote: place?.contractNote ?? "",
    contractOn: place?.contractOn ?? null,
    transfer: said?.transfer ?? null,
    standing,
    known: known
      ? { provider: known.provider, company: known.company, country: known.country }
      : null,
    // A folder for backups has a name among the hosts, and no domain that says whose it is.
    suggested:
      standing === "undeclared" && host !== null && first?.role !== "backup"
        ? suggestPlace(host, account)
        : null,
    declaredBy: place?.declaredBy ?? null,
    updatedAt: place?.updatedAt.toISOString() ?? null,
  };
}

/** Declares where a host or a company works, or changes what was declared. @throws AppError 422 `place_refused`, 404 */
export async function savePlace(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: { accountId: number; actor: Actor },
  input: SavePlaceInput,
  publicId?: string,
): Promise<Place> {
  const now = clock.now();
  const today = now.toISOString().slice(0, 10);
  const before = publicId === undefined ? undefined : await findPlace(tx, publicId);
  if (publicId !== undefined && !before) throw notFound("place");
  const host = before ? before.host : input.host ? hostName(input.host) : null;
  const transfer: Transfer | null = input.transfer
    ? { ...input.transfer, assessment: input.transfer.assessment ?? "" }
    : null;
  const problems = placeProblems(host, { country: input.country, transfer }, today);
  if (host !== null && !/^[a-z0-9.:-]+$/.test(host))
    problems.push({
      path: "/host",
      message: {
        de: "Erwartet wird ein Server wie smtp.example.org.",
        en: "Expected a host such as smtp.example.org.",
      },
    });
  if (problems.length > 0)
    throw new AppError("place_refused", 422, "This place cannot be declared like this.", {
      hint: problems[0]!.message.en,
      errors: problems.map(({ path, message }) => ({ path, message: message.en })),
      extra: { problems },
    });
  const fields = {
    host,
    role: input.role,
    company: input.company.trim(),
    country: input.country,
    purpose: input.purpose?.trim() ?? "",
    contractState: input.contract,
    contractNote: input.contractNote?.trim() ?? "",
    contractOn: input.contractOn ?? null,
    transfer,
    declaredBy: actor.name,
  };
  const known = before ?? (host === null ? undefined : await placeOfHost(tx, host));
  const saved = known
    ? await updatePlace(tx, known.id, fields, now)
    : await insertPlace(tx, accountId, fields, now);
  await audit(tx, accountId, actor, known ? "place.changed" : "place.declared", {
    objectType: "place",
    objectId: saved.publicId,
    detail: {
      host,
      country: saved.country,
      contract: saved.contractState,
      ...(transfer ? { transfer: transfer.basis, reviewOn: transfer.reviewOn } : {}),
    },
  });
  return saved;
}

/** Takes a declaration back. @throws AppError 404; 409 `place_in_use` while a live account sends data there */
export async function dropPlace(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: { accountId: number; actor: Actor },
  publicId: string,
): Promise<void> {
  const place = await findPlace(tx, publicId);
  if (!place) throw notFound("place");
  const used = (await connectionsOf(tx)).filter((one) => one.host === place.host && !one.isOpen);
  if (place.host !== null && used.length > 0 && (await isEnforced(tx)))
    throw new AppError("place_in_use", 409, "The configuration still uses this host.", {
      hint: `Switch off first: ${used.map((one) => one.name).join(", ")}.`,
    });
  await removePlace(tx, place.id, clock.now());
  await audit(tx, accountId, actor, "place.removed", {
    objectType: "place",
    objectId: publicId,
    detail: { host: place.host },
  });
}

/** Whether the account's data may only go where it was declared to: live, and not switched off by its owner. */
export async function isEnforced(tx: Tx): Promise<boolean> {
  const account = await getAccount(tx);
  return account.mode === "live" && (await readEuOnly(tx)).euOnly;
}

/** Switches the limit to declared places off or on again. @throws AppError 422 without a reason for switching it off */
export async function changeEuOnly(
  tx: Tx,
  clock: Clock,
  { accountId, actor }: { accountId: number; actor: Actor },
  { euOnly, reason = "" }: { euOnly: boolean; reason?: string | undefined },
): Promise<void> {
  if (!euOnly && reason.trim().length < 10)
    throw new AppError("reason_missing", 422, "Switching this off needs a reason.", {
      hint: "Say why data may go to places that nobody declared.",
      errors: [{ path: "/reason", message: "Ten characters at least." }],
    });
  await saveEuOnly(tx, accountId, {
    euOnly,
    reason: euOnly ? "" : reason.trim(),
    by: actor.name,
    at: clock.now(),
  });
  await audit(tx, accountId, actor, "places.eu_only_changed", {
    detail: { euOnly, ...(euOnly ? {} : { reason: reason.trim() }) },
  });
}

async function standingOfHost(tx: Tx, host: string, today: string): Promise<Standing> {
  const { own } = await readEnvironment(tx);
  return standingOf({ host }, await placeOfHost(tx, host), own, today);
}

/** The two questions other slices ask about a host; they know nobody above them. */
export function createPlaceGuard(deps: { db: Database; clock: Clock; environment: Environment }) {
  const today = () => deps.clock.now().toISOString().slice(0, 10);
  return {
    /**
     * Refuses a host that data of a live account would go to before it was declared (ORG-09).
     *
     * @throws AppError 422 `place_undeclared` or `place_needs_transfer`
     */
    async requirePlace(tx: Tx, _accountId: number, host: string): Promise<void> {
      const name = hostName(host);
      if (isOwn(name, deps.environment.own) || !(await isEnforced(tx))) return;
      const standing = await standingOfHost(tx, name, today());
      if (maySend(standing)) return;
      const isOutside = standing === "outside";
      throw new AppError(
        isOutside ? "place_needs_transfer" : "place_undeclared",
        422,
        isOutside
          ? `${name} works outside the EEA, and no transfer record in force covers it.`
          : `Nobody has declared where ${name} works.`,
        { hint: HINT, extra: { host: name } },
      );
    },
    /** The second net, inside the connection: also for what was entered before, or whose record has run out. */
    async mayReach(host: string, accountId: number | null): Promise<void> {
      const name = hostName(host);
      if (isOwn(name, deps.environment.own)) return;
      const allowed =
        accountId === null
          ? await someoneDeclared(deps, name, today())
          : await deps.db.account(
              accountId,
              async (tx) =>
                !(await isEnforced(tx)) || maySend(await standingOfHost(tx, name, today())),
            );
      if (!allowed)
        throw new OutsideRefused(
          `${name} is no declared place of personal data (ORG-09). Declare it under Data protection, Places.`,
        );
    },
  };
}

/**
 * For what serves the whole installation, such as sign-on: one declaration, in PLACES or of any account, will do. Nothing is
 * asked while all accounts are in the sandbox.
 */
async function someoneDeclared(
  { db, environment }: { db: Database; environment: Environment },
  host: string,
  today: string,
): Promise<boolean> {
  if ((await db.instance(listLiveAccountIds)).length === 0) return true;
  const said = environment.places.find((one) => one.host === host && one.country !== null);
  const declared = await db.worker((tx) => declarationsOfHost(tx, host));
  return [
    undefined,
    ...(said ? [{ country: said.country!, transfer: said.transfer }] : []),
    ...declared,
  ].some((place) => maySend(standingOf({ host }, place, environment.own, today)));
}
