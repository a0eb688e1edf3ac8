import type { RelayChangeInput, RelayInput, RelayView } from "../../../../../contract/relays.ts";
import { API_KINDS, SCALEWAY_REGIONS, SES_REGIONS, type Preset } from "./presets.ts";

/** The form as people see it: texts as typed, an empty one for nothing. */
export interface RelayFormState {
  name: string;
  host: string;
  port: number | "";
  tls: RelayView["tls"];
  region: string;
  channel: string;
  sign: Preset["sign"];
  user: string;
  password: string;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  key: string;
  secret: string;
  streams: RelayView["streams"];
  priority: number | "";
  weight: number | "";
  connections: number | "";
  perSecond: number | "";
  proxy: string;
  heloName: string;
  outsideEu: boolean;
  confirm: boolean;
}

/** What a form begins with: a preset, or the way as it is, without its secrets. */
export function startOf(from: { preset: Preset } | { relay: RelayView }): RelayFormState {
  const relay = "relay" in from ? from.relay : undefined;
  const start: Partial<RelayInput> = "preset" in from ? from.preset.start : {};
  const given = start.credentials;
  return {
    name: relay?.name ?? start.name ?? "",
    host: relay?.host ?? start.host ?? "",
    port: relay?.port ?? start.port ?? "",
    tls: relay?.tls ?? start.tls ?? "required",
    region: relay?.region ?? start.region ?? "",
    channel: relay?.channel ?? "",
    sign: relay ? relay.credentials : "preset" in from ? from.preset.sign : "none",
    user: "",
    password: "",
    tokenUrl: given?.kind === "oauth2" ? given.tokenUrl : "",
    clientId: "",
    clientSecret: "",
    refreshToken: "",
    key: "",
    secret: "",
    streams: relay?.streams ?? ["marketing", "opt_in", "transactional"],
    priority: relay?.priority ?? 1,
    weight: relay?.weight ?? 10,
    connections: relay?.connections ?? 4,
    perSecond: relay?.perSecond ?? "",
    proxy: "",
    heloName: relay?.heloName ?? "",
    outsideEu: relay?.place.kind === "own" && relay.place.outsideEu,
    confirm: false,
  };
}

/** True where mails leave the EU as far as the form can tell; the server knows more hosts. */
export function leavesEu(kind: RelayView["kind"], state: RelayFormState, preset?: Preset): boolean {
  if (kind === "postmark" || preset?.place === "world") return true;
  if (kind === "ses") return !SES_REGIONS.some((region) => region === state.region);
  return kind === "smtp" && state.outsideEu;
}

/** The regions to choose from; empty where a provider has none. */
export function regionsOf(kind: RelayView["kind"]): readonly string[] {
  return kind === "ses" ? SES_REGIONS : kind === "scaleway" ? SCALEWAY_REGIONS : [];
}

function credentialsOf(state: RelayFormState): RelayInput["credentials"] | undefined {
  switch (state.sign) {
    case "none":
      return { kind: "none" };
    case "password":
      return state.user === "" && state.password === ""
        ? undefined
        : { kind: "password", user: state.user, password: state.password };
    case "oauth2":
      return state.user === "" && state.refreshToken === ""
        ? undefined
        : {
            kind: "oauth2",
            user: state.user,
            tokenUrl: state.tokenUrl,
            clientId: state.clientId,
            clientSecret: state.clientSecret,
            refreshToken: state.refreshToken,
          };
    case "api":
      return state.key === "" && state.secret === ""
        ? undefined
        : { kind: "api", key: state.key, secret: state.secret };
  }
}

/** What is sent: everything that belongs to the kind; secrets and proxy only where something was typed. */
export function bodyOf(
  kind: RelayView["kind"],
  state: RelayFormState,
  isNew: boolean,
): RelayChangeInput {
  const isApi = API_KINDS.includes(kind);
  const credentials = credentialsOf(state);
  const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
  const number = (value: number | "", otherwise: number) => (value === "" ? otherwise : value);
  return {
    name: state.name.trim(),
    streams: state.streams,
    priority: number(state.priority, 1),
    weight: number(state.weight, 10),
    connections: number(state.connections, 4),
    perSecond: state.perSecond === "" ? null : state.perSecond,
    ...(kind === "smtp"
      ? { host: orNull(state.host), port: state.port === "" ? null : state.port }
      : {}),
    ...(isApi
      ? {
          ...(regionsOf(kind).length > 0 ? { region: orNull(state.region) } : {}),
          channel: orNull(state.channel),
        }
      : { tls: state.tls, heloName: orNull(state.heloName), outsideEu: state.outsideEu }),
    ...(!isApi && state.proxy.trim() !== "" ? { proxyUrl: state.proxy.trim() } : {}),
    ...(credentials === undefined || (credentials.kind === "none" && isNew) ? {} : { credentials }),
    ...(state.confirm ? { confirmOutsideEu: true } : {}),
  };
}
