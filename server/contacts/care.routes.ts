import { IdParams } from "../../contract/common.ts";
import {
  BulkAnswerSchema,
  KeepSchema,
  NoteSchema,
  NoteTextSchema,
  StaffListSchema,
  type NoteView,
} from "../../contract/contact-care.ts";
import { invalid, notFound, route, type RouteSpec } from "../platform/index.ts";
import { undoContacts } from "./change-many.ts";
import { allAdvisers, keepContact } from "./care.store.ts";
import type { ContactRouteDeps } from "./contacts.routes.ts";
import { cleanText } from "./contact.ts";
import { findContact } from "./contacts.store.ts";
import { deleteNote, findNote, insertNote, updateNote, type Note } from "./notes.store.ts";

const tag = "Contacts";
/** RET-10: a hold is looked at again after two years at the latest. */
const LONGEST_HOLD_DAYS = 731;
const DAY_MS = 86_400_000;

/** Who looks after contacts, what is noted about them, and who is kept. */
export function careRoutes(deps: ContactRouteDeps): RouteSpec[] {
  return [staffRoute(deps), undoRoute(deps), ...noteRoutes(deps), ...keepRoutes(deps)];
}

function staffRoute({ db }: ContactRouteDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/contact-advisers",
    permission: "contacts.read",
    tag,
    summary: "Members of the account who may be responsible for contacts.",
    response: StaffListSchema,
    handle: ({ accountId, actor }) =>
      db.account(accountId, async (tx) => {
        const staff = await allAdvisers(tx);
        return {
          me: staff.find((one) => one.id === actor.operatorId)?.publicId ?? null,
          items: staff.map((one) => ({ id: one.publicId, name: one.name })),
        };
      }),
  });
}

function undoRoute({ db, clock, audit }: ContactRouteDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/contact-bulks/:id/undo",
    permission: "contacts.write",
    tag,
    summary: "Take back an action on many contacts, within 24 hours.",
    params: IdParams,
    response: BulkAnswerSchema,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, (tx) =>
        undoContacts(tx, { audit, accountId, actor, now: clock.now() }, params.id),
      ),
  });
}

function noteRoutes({ db, clock, audit }: ContactRouteDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/contacts/:id/notes",
      permission: "contacts.write",
      tag,
      summary: "Write a note about a contact. The person may read it in a copy after Art. 15 GDPR.",
      params: IdParams,
      body: NoteTextSchema,
      response: NoteSchema,
      status: 201,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const contact = await findContact(tx, params.id);
          if (!contact) throw notFound("contact");
          const note = await insertNote(tx, accountId, {
            contactId: contact.id,
            text: cleanText(body.text),
            authorId: actor.operatorId ?? null,
            authorName: actor.name,
            at: clock.now(),
          });
          await audit(tx, accountId, actor, "contact.note_added", {
            objectType: "contact",
            objectId: contact.publicId,
            detail: { note: note.publicId },
          });
          return presentNote(note);
        }),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/contact-notes/:id",
      permission: "contacts.write",
      tag,
      summary: "Correct a note.",
      params: IdParams,
      body: NoteTextSchema,
      response: NoteSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const known = await findNote(tx, params.id);
          if (!known) throw notFound("note");
          const note = await updateNote(tx, known.id, cleanText(body.text), clock.now());
          await audit(tx, accountId, actor, "contact.note_changed", {
            objectType: "contact",
            objectId: known.contactPublicId,
            detail: { note: known.publicId },
          });
          return presentNote(note);
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/contact-notes/:id",
      permission: "contacts.write",
      tag,
      summary: "Delete a note.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const known = await findNote(tx, params.id);
          if (!known) throw notFound("note");
          await deleteNote(tx, known.id);
          await audit(tx, accountId, actor, "contact.note_deleted", {
            objectType: "contact",
            objectId: known.contactPublicId,
            detail: { note: known.publicId },
          });
        }),
    }),
  ];
}

function keepRoutes({ db, clock, audit }: ContactRouteDeps): RouteSpec[] {
  return [
    route({
      method: "PUT",
      path: "/api/v1/contacts/:id/hold",
      permission: "privacy.manage",
      byPerson: true,
      tag,
      summary:
        "Keep a contact that nothing else holds here, until a day and for a reason (RET-06, RET-10).",
      params: IdParams,
      body: KeepSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const contact = await findContact(tx, params.id);
          if (!contact) throw notFound("contact");
          const ahead = Date.parse(body.until) - clock.now().getTime();
          if (ahead < 0 || ahead > LONGEST_HOLD_DAYS * DAY_MS)
            throw invalid("hold_date_not_valid", "A hold ends on a day of the next two years.");
          await keepContact(tx, contact.id, body.until, cleanText(body.because));
          await audit(tx, accountId, actor, "contact.held", {
            objectType: "contact",
            objectId: contact.publicId,
            detail: { until: body.until },
          });
        }),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/contacts/:id/hold",
      permission: "privacy.manage",
      byPerson: true,
      tag,
      summary: "End a hold: the contact goes when its days are over.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const contact = await findContact(tx, params.id);
          if (!contact) throw notFound("contact");
          await keepContact(tx, contact.id, null, "");
          await audit(tx, accountId, actor, "contact.hold_ended", {
            objectType: "contact",
            objectId: contact.publicId,
          });
        }),
    }),
  ];
}

export function presentNote(note: Note): NoteView {
  return {
    id: note.publicId,
    text: note.text,
    author: note.authorName,
    createdAt: note.createdAt.toISOString(),
    updatedAt: note.updatedAt.toISOString(),
  };
}
