import { Type } from "typebox";
import { IdParams } from "../../contract/common.ts";
import {
  NewTool,
  PlaceSettingsInput,
  PlacesSchema,
  SavePlace,
  ToolNoteInput,
  ToolsSchema,
} from "../../contract/oversight.ts";
import { route, type RouteSpec, type Tx } from "../platform/index.ts";
import type { OversightDeps } from "./deps.ts";
import { changeEuOnly, dropPlace, isEnforced, savePlace, viewPlaces } from "./manage-places.ts";
import { addTool, endTool, noteTool, viewTools } from "./manage-tools.ts";
import { readEuOnly } from "./places.store.ts";

const tag = "Oversight";
const READ = "checks.read";
const WRITE = "privacy.manage";

/** Where data lie and go, and what is connected. */
export function placeRoutes(deps: OversightDeps): RouteSpec[] {
  const { db, clock } = deps;
  const today = () => clock.now().toISOString().slice(0, 10);
  const places = async (tx: Tx) => {
    const items = await viewPlaces(tx, today());
    return {
      items,
      ...(await readEuOnly(tx)),
      enforced: await isEnforced(tx),
      open: items.filter((one) => one.standing === "undeclared" || one.standing === "outside")
        .length,
    };
  };
  const tools = async (tx: Tx) => {
    const items = await viewTools(tx, today());
    return { items, open: items.filter((one) => one.state !== "fine").length };
  };
  return [
    route({
      method: "GET",
      path: "/api/v1/places",
      permission: READ,
      tag,
      summary:
        "Where personal data lie and go, from the live configuration, with their ground (ORG-09).",
      response: PlacesSchema,
      handle: ({ accountId }) => db.account(accountId, places),
    }),
    route({
      method: "POST",
      path: "/api/v1/places",
      permission: WRITE,
      tag,
      summary: "Declare where a host or a company works; outside the EEA with a transfer record.",
      body: SavePlace,
      response: PlacesSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await savePlace(tx, clock, { accountId, actor }, body);
          return places(tx);
        }),
    }),
    route({
      method: "PUT",
      path: "/api/v1/places/:id",
      permission: WRITE,
      tag,
      summary: "Change what was declared of a place; its host stays.",
      params: IdParams,
      body: SavePlace,
      response: PlacesSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          await savePlace(tx, clock, { accountId, actor }, body, params.id);
          return places(tx);
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/places/:id",
      permission: WRITE,
      tag,
      summary: "Take a declaration back; refused while a live account uses the host.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) => dropPlace(tx, clock, { accountId, actor }, params.id)),
    }),
    route({
      method: "PUT",
      path: "/api/v1/place-settings",
      permission: WRITE,
      tag,
      summary: "Whether data of the live account may only go to declared places.",
      body: PlaceSettingsInput,
      response: PlacesSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await changeEuOnly(tx, clock, { accountId, actor }, body);
          return places(tx);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/tools",
      permission: READ,
      tag,
      summary: "Connected tools with owner, purpose, data and next review (ORG-15).",
      response: ToolsSchema,
      handle: ({ accountId }) => db.account(accountId, tools),
    }),
    route({
      method: "POST",
      path: "/api/v1/tools",
      permission: WRITE,
      tag,
      summary: "Enter a tool outside the product, such as a plug-in of a mailbox.",
      body: NewTool,
      response: ToolsSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await addTool(tx, clock, { accountId, actor }, body);
          return tools(tx);
        }),
    }),
    route({
      method: "PUT",
      path: "/api/v1/tool-notes",
      permission: WRITE,
      tag,
      summary: "Say who answers for a tool, what for, with which data, and when to look again.",
      body: ToolNoteInput,
      response: ToolsSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const { key, ...facts } = body;
          await noteTool(tx, clock, { accountId, actor }, key, facts);
          return tools(tx);
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/tools/:key",
      permission: WRITE,
      tag,
      summary: "Take a tool that was entered by hand out of the inventory.",
      params: Type.Object({ key: Type.String({ maxLength: 120 }) }),
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, (tx) => endTool(tx, clock, { accountId, actor }, params.key)),
    }),
  ];
}
