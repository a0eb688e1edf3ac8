import {
  IdParams,
  NewTemplateSchema,
  TemplateChangeSchema,
  TemplatePage,
  TemplatePreviewInput,
  TemplatePreviewSchema,
  TemplateSchema,
  TemplateTestAnswer,
  TemplateTestSchema,
  type TemplateView,
} from "../../contract/correspondence.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { decide, loadFacts } from "../compliance/index.ts";
import { queueDelivery } from "../delivery/index.ts";
import { findListsById } from "../lists/index.ts";
import { conflict, invalid, notFound, route, type RouteSpec, type Tx } from "../platform/index.ts";
import { findConfirmedAddresses } from "../senders/index.ts";
import { checkCategory } from "./category.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { lintTemplate } from "./lint-template.ts";
import { gateOffer, presentOffer } from "./offer.ts";
import { footerOf, listIdsOf, offerOf, refuseBlocking } from "./send-transactional.ts";
import { hasAdvertising, renderTemplate, variablesOf } from "./template.ts";
import {
  archiveTemplate,
  findTemplate,
  findTemplateByName,
  insertTemplate,
  listTemplates,
  updateTemplate,
  type Template,
  type TemplateFields,
} from "./templates.store.ts";

const tag = "Transactional";
const read = "transactional.read";
const write = "transactional.write";

/** Templates of mails about transactions: order, contract, security, service, or what a law demands (LEG-18). */
export function templateRoutes(deps: CorrespondenceDeps): RouteSpec[] {
  return [
    listRoute(deps),
    readRoute(deps),
    createRoute(deps),
    changeRoute(deps),
    archiveRoute(deps),
    previewRoute(deps),
    testRoute(deps),
  ];
}

async function theTemplate(tx: Tx, publicId: string): Promise<Template> {
  const template = await findTemplate(tx, publicId);
  if (!template) throw notFound("template");
  return template;
}

async function present(tx: Tx, template: Template): Promise<TemplateView> {
  const lists = await findListsById(tx, template.advertisingListIds);
  return {
    id: template.publicId,
    name: template.name,
    category: template.category,
    law: template.law,
    locale: template.locale,
    subject: template.subject,
    html: template.html,
    text: template.text,
    advertisingListIds: lists.map((list) => list.publicId),
    advertisingOffer: await presentOffer(tx, offerOf(template)),
    variables: variablesOf(template),
    hasAdvertising: hasAdvertising(template),
    findings: lintTemplate(template, {
      hasLists: lists.length > 0 || template.offerCategoryId !== null,
    }),
    revision: template.revision,
    archivedAt: template.archivedAt?.toISOString() ?? null,
    updatedAt: template.updatedAt.toISOString(),
  };
}

function listRoute({ db }: CorrespondenceDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/transactional-templates",
    permission: read,
    tag,
    summary: "All templates of transactional mails, archived ones last.",
    response: TemplatePage,
    handle: ({ accountId }) =>
      db.account(accountId, async (tx) => {
        const items: TemplateView[] = [];
        for (const template of await listTemplates(tx)) items.push(await present(tx, template));
        return { items };
      }),
  });
}

function readRoute({ db }: CorrespondenceDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/transactional-templates/:id",
    permission: read,
    tag,
    summary: "One template with its variables and what the content check says.",
    params: IdParams,
    response: TemplateSchema,
    handle: ({ accountId, params }) =>
      db.account(accountId, async (tx) => present(tx, await theTemplate(tx, params.id))),
  });
}

async function refuseTaken(tx: Tx, name: string, ownId: number | null): Promise<void> {
  const known = await findTemplateByName(tx, name);
  if (known && known.id !== ownId)
    throw conflict("name_taken", `There is a template ${name} already.`, {
      hint: "Choose another name, or archive the other template.",
    });
}

function createRoute({ db, clock }: CorrespondenceDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/transactional-templates",
    permission: write,
    tag,
    summary: "Make a template. Surveys, reviews, greetings and teasers are refused (LEG-18).",
    body: NewTemplateSchema,
    response: TemplateSchema,
    status: 201,
    handle: ({ accountId, actor, body }) =>
      db.account(accountId, async (tx) => {
        const offer = await gateOffer(tx, body.advertisingOffer);
        const fields: TemplateFields = {
          ...body,
          category: checkCategory(body.category, body.law ?? null),
          law: body.law ?? null,
          text: body.text ?? "",
          advertisingListIds: await listIdsOf(tx, body.advertisingListIds ?? []),
          offerCategoryId: offer?.categoryId ?? null,
          offerEntityId: offer?.entityId ?? null,
        };
        // Marks that do not pair are told now and not with the first mail.
        hasAdvertising(fields);
        await refuseTaken(tx, body.name, null);
        const made = await insertTemplate(tx, accountId, fields, clock.now());
        await audit(tx, accountId, actor, "transactional_template.created", {
          objectType: "transactional_template",
          objectId: made.publicId,
          detail: { name: made.name, category: made.category },
        });
        return present(tx, made);
      }),
  });
}

function changeRoute({ db, clock }: CorrespondenceDeps): RouteSpec {
  return route({
    method: "PATCH",
    path: "/api/v1/transactional-templates/:id",
    permission: write,
    tag,
    summary: "Change a template. Mails that are queued keep their words.",
    params: IdParams,
    body: TemplateChangeSchema,
    response: TemplateSchema,
    handle: ({ accountId, actor, params, body }) =>
      db.account(accountId, async (tx) => {
        const known = await theTemplate(tx, params.id);
        if (known.archivedAt !== null)
          throw conflict("template_archived", "An archived template cannot be changed.", {
            hint: "Make a new one.",
          });
        const { revision, advertisingListIds, advertisingOffer, law, ...given } = body;
        const offer =
          advertisingOffer === undefined ? offerOf(known) : await gateOffer(tx, advertisingOffer);
        const category = given.category ?? known.category;
        const nextLaw = law ?? (category === "legal" ? known.law : null);
        const fields: TemplateFields = {
          ...known,
          ...given,
          category: checkCategory(category, nextLaw),
          law: nextLaw,
          advertisingListIds:
            advertisingListIds === undefined
              ? known.advertisingListIds
              : await listIdsOf(tx, advertisingListIds),
          offerCategoryId: offer?.categoryId ?? null,
          offerEntityId: offer?.entityId ?? null,
        };
        hasAdvertising(fields);
        await refuseTaken(tx, fields.name, known.id);
        const saved = await updateTemplate(tx, known.id, revision, fields, clock.now());
        if (!saved)
          throw conflict(
            "template_changed_meanwhile",
            "Somebody else saved this template in the meantime.",
            {
              hint: "Load it again and make your change on the newest revision.",
              extra: { revision: known.revision },
            },
          );
        await audit(tx, accountId, actor, "transactional_template.changed", {
          objectType: "transactional_template",
          objectId: saved.publicId,
          detail: { name: saved.name, revision: saved.revision },
        });
        return present(tx, saved);
      }),
  });
}

function archiveRoute({ db, clock }: CorrespondenceDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/transactional-templates/:id/archive",
    permission: write,
    tag,
    summary: "Put a template away; its name is free again.",
    params: IdParams,
    response: TemplateSchema,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const known = await theTemplate(tx, params.id);
        const archived = await archiveTemplate(tx, known.id, clock.now());
        await audit(tx, accountId, actor, "transactional_template.archived", {
          objectType: "transactional_template",
          objectId: archived.publicId,
          detail: { name: archived.name },
        });
        return present(tx, archived);
      }),
  });
}

/** Values to look at a template with: its own where given, else the variable's name. */
function exampleValues(
  names: readonly string[],
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const isLink = (name: string) => /(url|link)$/i.test(name);
  return Object.fromEntries(
    names.map((name) => [
      name,
      given[name] ?? (isLink(name) ? `https://www.example.org/${name}` : `[${name}]`),
    ]),
  );
}

function previewRoute({ db }: CorrespondenceDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/transactional-templates/preview",
    permission: read,
    tag,
    summary: "What both versions will look like: with and without the parts that advertise.",
    body: TemplatePreviewInput,
    response: TemplatePreviewSchema,
    handle: ({ accountId, body }) =>
      db.account(accountId, async (tx) => {
        const source = { ...body, text: body.text ?? "" };
        const variables = variablesOf(source);
        const values = exampleValues(variables, body.variables ?? {});
        return {
          ...renderTemplate(source, values, footerOf(await getAccount(tx), body.locale)),
          variables,
          findings: lintTemplate(source, { hasLists: true }),
        };
      }),
  });
}

function testRoute(deps: CorrespondenceDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/transactional-templates/:id/test",
    permission: write,
    tag,
    summary: "Send the template to confirmed test addresses (SND-17).",
    params: IdParams,
    body: TemplateTestSchema,
    response: TemplateTestAnswer,
    handle: ({ accountId, actor, params, body }) =>
      deps.db.account(accountId, async (tx) => {
        const template = await theTemplate(tx, params.id);
        refuseBlocking(lintTemplate(template, { hasLists: true }));
        const values = exampleValues(variablesOf(template), body.variables ?? {});
        const account = await getAccount(tx);
        const made = renderTemplate(template, values, footerOf(account, template.locale));
        const mail =
          body.advertising === false ? (made.withoutAdvertising ?? made.whole) : made.whole;
        const addresses = await findConfirmedAddresses(tx, "test", body.addressIds);
        if (addresses.length !== body.addressIds.length)
          throw invalid(
            "test_address_unknown",
            "Not every chosen address is a confirmed test address.",
            { hint: "Add it in the settings and confirm it by the link it receives." },
          );
        const decided = await loadFacts(tx, deps.compliance, {
          kind: "test",
          listIds: [],
          targets: addresses.map(({ emailNormalised }) => ({ contactId: null, emailNormalised })),
        });
        for (const [at, address] of addresses.entries()) {
          const decision = decide(decided[at]!, "test", deps.clock.now());
          if (decision.kind === "excluded")
            throw conflict(
              "test_address_excluded",
              `The gate refuses this test address: ${decision.reason}.`,
            );
          await queueDelivery(tx, deps, accountId, {
            recipient: decision.recipient,
            email: address.email,
            message: {
              ...mail,
              subject: `[Test] ${mail.subject}`,
              locale: template.locale,
              autoSubmitted: true,
            },
            reference: { type: "transactional_test", id: template.id },
          });
        }
        await audit(tx, accountId, actor, "transactional_template.tested", {
          objectType: "transactional_template",
          objectId: template.publicId,
          detail: { name: template.name, addresses: addresses.length },
        });
        return { sentTo: addresses.length };
      }),
  });
}
